// A function of its own: a method of the script would not be there in a task.
val words = () => scala.io.Source.fromInputStream(Thread.currentThread.getContextClassLoader.getResourceAsStream("words.txt")).mkString.trim
require(words() == "hello from a library", "on the driver")
require(sc.parallelize(Seq(1), 1).map(_ => words()).first() == "hello from a library", "in a task")
