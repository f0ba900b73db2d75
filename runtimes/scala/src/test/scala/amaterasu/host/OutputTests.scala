package amaterasu.host

/** What actions print. */
final class OutputTests(host: TestHost) extends Suite(host) {

  test("stdout and stderr, print and show, of tasks and threads too") {
    val ran = succeed("prints",
      """println("out"); System.err.println("err"); Console.err.println("err2"); print("no newline")
        |spark.range(1).show()
        |val t = new Thread(() => println("from a thread")); t.start(); t.join()
        |sc.parallelize(1 to 1, 1).foreach(i => println("from a task"))""".stripMargin)
    contains(ran.output, "out\nno newline+---+")
    contains(ran.output, "from a thread\nfrom a task\n")
    same(ran.errorOutput, "err\nerr2\n")
  }

  test("a statement's output stands between its start and its end") {
    val ran = succeed("order", "println(1)\nprintln(2)")
    same(ran.messages.map(_._1), List("statement.started", "output", "statement.finished", "statement.started", "output",
      "statement.finished", "ended"))
  }

  test("characters are never torn, however long the output") {
    val ran = succeed("unicode", "for (i <- 1 to 30000) print(\"ä€😀\")\nSystem.out.write(0xe2); System.out.flush()")
    same(ran.output, "ä€😀" * 30000 + "\uFFFD")
    holds(ran.messages.collect { case ("output", params) => params.string("text").length }.max <= 64 * 1024, "too long a piece")
  }

  test("20 MB pass without a loss, in order, and other actions go on meanwhile") {
    val attempt = host.start("flood", "val line = \"x\" * 99\nfor (i <- 1 to 200000) println(line)")
    same(succeed("beside", "1 + 1").results, List("2"))
    val ran = host.finish(attempt)
    same(ran.output.length, 20000000)
  }

  test("progress of Spark jobs is told, not too often") {
    val ran = succeed("progress", "sc.parallelize(1 to 8, 8).map { i => Thread.sleep(300); i }.count")
    val told = ran.messages.collect { case ("progress", params) => params }
    holds(told.size >= 2 && told.size <= 12, told.size)
    same(told.map(_.long("total")).distinct, List(8L))
    contains(told.head.string("label"), "progress.scala:1")
  }
}
