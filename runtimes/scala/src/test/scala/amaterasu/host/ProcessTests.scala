package amaterasu.host

import amaterasu.host.protocol.Json
import java.nio.file.{Files, Path}
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import scala.jdk.CollectionConverters._

/** The host as a process of its own: how it starts and ends. */
final class ProcessTests(host: TestHost) extends Suite(host) {

  private final class Child(lingerMs: Long = 0, spark: Map[String, String] = Map.empty) {
    val folder: Path = Files.createTempDirectory(host.folder, "child")
    val leader = new TestLeader(lingerMs)
    private val sharedDir = Files.createDirectory(folder.resolve("shared"))
    private val classPath = System.getProperty("java.class.path").replace(TestHost.sharedDir.toString, sharedDir.toString)
    private val secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    val token: Path = Files.writeString(Files.createFile(folder.resolve("token"), secret), "token\n")
    val file: Path = Files.writeString(Files.createFile(folder.resolve("host.json"), secret), Json.write(Map(
      "address" -> leader.address, "tokenFile" -> token.toString, "lingerMs" -> lingerMs, "epoch" -> 1,
      "classesDir" -> folder.resolve("classes").toString, "sharedDir" -> sharedDir.toString, "runtimeJar" -> sys.props.get("ama.runtime.jar"),
      "javaProperties" -> Map("acme.property" -> "set"),
      "spark" -> (TestHost.spark ++ spark + ("spark.local.dir" -> folder.resolve("local").toString)))))
    private val options = java.lang.management.ManagementFactory.getRuntimeMXBean.getInputArguments.asScala
      .filter(option => option.startsWith("--") || option.startsWith("-XX") || option.startsWith("-Dio.netty"))
    private val builder = new ProcessBuilder(
      (Seq(Path.of(System.getProperty("java.home"), "bin", "java").toString) ++ options ++
        Seq("-Xmx800m", s"-Djava.io.tmpdir=${Files.createDirectory(folder.resolve("tmp"))}", "-cp", classPath, "amaterasu.host.Main")).asJava)
    builder.environment.put("AMA_HOST_FILE", file.toString)
    builder.environment.put("SPARK_SCALA_VERSION", "2.13")
    builder.environment.put("SPARK_HOME", sparkHome(folder).toString)
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile)
    val process: Process = builder.start()
    leader.accept()
    val session = new TestHost(leader, folder)

    def awaitEnd(seconds: Long): Boolean = process.waitFor(seconds, TimeUnit.SECONDS)
    def log: String = Files.readString(folder.resolve("log"))
    def end(): Unit = { process.destroyForcibly(); leader.close() }
  }

  /** Workers write beside Spark's jars, which are not ours to write beside. */
  private def sparkHome(folder: Path): Path = {
    val home = Files.createDirectory(folder.resolve("spark"))
    for (part <- Seq("jars", "python"))
      Files.createSymbolicLink(home.resolve(part), Path.of(sys.env("SPARK_HOME"), part).toAbsolutePath)
    home
  }

  private def child[T](made: Child)(body: Child => T): T =
    try body(made)
    catch { case problem: Throwable => throw new AssertionError(s"$problem\nthe host's log:\n${made.log.takeRight(3000)}") }
    finally made.end()

  test("its file and token are deleted, its variables hidden, its properties set; shutdown ends it") {
    child(new Child) { child =>
      val ran = child.session.run("hidden",
        "sys.env.contains(\"AMA_HOST_FILE\")\nsys.props(\"acme.property\")\nimport scala.sys.process._\nSeq(\"env\").!!.contains(\"AMA_\")")
      same(ran.results, List("false", "set", "false"))
      same((Files.exists(child.file), Files.exists(child.token)), (false, false))
      child.leader.ask("shutdown", "graceMs" -> 1000)
      holds(child.awaitEnd(10), "still there")
      same(child.process.exitValue, 0)
      same(Option(child.folder.resolve("local").toFile.list).fold(0)(_.length), 0)
    }
  }

  test("it ends when its leader is gone") {
    child(new Child) { child =>
      val attempt = child.session.start("busy", "Thread.sleep(60000)")
      child.leader.awaitMessage(attempt, "statement.started")()
      child.leader.close()
      holds(child.awaitEnd(10), "still there")
    }
  }

  private def workerOf(child: Child): ProcessHandle = {
    val asked = Asked(worker = Some(WorkerTests.worker()))
    val ran = child.session.run("worker", "import os\nprint(os.getpid())", asked)
    ProcessHandle.of(ran.output.trim.toLong).get
  }

  private def ended(process: ProcessHandle): Unit = {
    val until = System.nanoTime + 5000000000L
    while (process.isAlive && System.nanoTime < until) Thread.sleep(10)
    holds(!process.isAlive, "the worker is still there")
  }

  test("its workers end with it, when it is shut down and when it is killed") {
    for (end <- Seq[Child => Unit](child => child.leader.ask("shutdown", "graceMs" -> 1000): Unit, _.process.destroyForcibly()))
      child(new Child) { child =>
        val worker = workerOf(child)
        end(child)
        holds(child.awaitEnd(10), "still there")
        ended(worker)
      }
  }

  test("System.exit in an action is that action's failure") {
    child(new Child(lingerMs = 1000)) { child =>
      val ran = child.session.run("exits", "println(\"before\")\nSystem.exit(3)")
      same((ran.status, ran.error.string("type"), ran.output), ("failed", "ama.Exit", "before\n"))
      holds(child.awaitEnd(15), "still there")
    }
  }

  test("executors in other processes know the classes and the env of actions") {
    val spark = Map("spark.master" -> "local-cluster[1,1,512]", "spark.executor.memory" -> "512m")
    child(new Child(spark = spark)) { child =>
      val lib = Files.createDirectories(child.folder.resolve("repo/src/lib"))
      Files.writeString(lib.resolve("words.scala"), "package acme.words\ncase class Word(text: String) { def loud: String = text.toUpperCase }")
      val ran = child.session.run("remote",
        """case class P(a: Int)
          |sc.parallelize(Seq(acme.words.Word("a"))).map(word => acme.words.Word(word.loud)).collect.toList
          |Seq(acme.words.Word("b")).toDS.map(_.loud).collect.toList
          |sc.parallelize(1 to 4, 2).map(i => P(i)).filter(_.a > 2).map(_.a).collect.toList
          |Seq(P(1)).toDS.map(p => p.a + 1).collect.toList
          |sc.parallelize(1 to 2).map(i => env.configuration("n").toInt + i).collect.toList
          |sc.parallelize(1 to 2).map(i => sc.version).collect.toList""".stripMargin,
        Asked(configuration = Map("n" -> 4), sourceRoot = Some(child.folder.resolve("repo"))))
      same(ran.results, List("List(Word(A))", "List(B)", "List(3, 4)", "List(2)", "List(5, 6)"))
      contains(ran.error.string("message"), "sc belongs to the driver")
    }
  }
}
