package amaterasu.host

import amaterasu.host.protocol.{Link, Outbox, Params}
import amaterasu.host.run.HostSession
import amaterasu.host.workers.{Worker, WorkerCommand, WorkerLink, WorkerPlace, WorkerServer}
import java.io.IOException
import java.net.{InetAddress, InetSocketAddress, StandardSocketOptions}
import java.nio.ByteBuffer
import java.nio.channels.{ServerSocketChannel, SocketChannel}
import java.nio.file.{Files, Path}
import scala.collection.mutable

/** Actions that a process beside the host runs: `src/test/python/worker.py`. */
final class WorkerTests(host: TestHost) extends Suite(host) {
  private val worker = WorkerTests.worker()

  private def asked(fault: String): Asked = Asked(worker = Some(WorkerTests.worker("TEST_WORKER" -> fault)))
  private val plain = Asked(worker = Some(worker))

  private def works(action: String, source: String, asked: Asked = plain): Ran = succeed(action, source, asked)

  private def isAlive(pid: String): Boolean = ProcessHandle.of(pid.trim.toLong).map[Boolean](_.isAlive).orElse(false)

  private def eventually(what: String)(condition: => Boolean): Unit = {
    val until = System.nanoTime + 10000000000L
    while (!condition && System.nanoTime < until) Thread.sleep(20)
    holds(condition, what)
  }

  test("a worker's statements and output are told on, in order") {
    val ran = works("plain", "print('one')\nprint('two')")
    same(ran.messages.map(_._1), List("statement.started", "output", "output", "statement.finished", "statement.started",
      "output", "output", "statement.finished", "ended"))
    same((ran.output, ran.lines), ("one\ntwo\n", List(1L, 2L)))
  }

  test("a worker is used again, with a command that is equal only") {
    val pid = "import os\nprint(os.getpid())"
    val (first, second) = (works("again", pid).output, works("again", pid).output)
    same(first, second)
    holds(first != works("again", pid, asked("other")).output, "used for another command")
  }

  test("its secrets are files that are gone, its own variables the action's business") {
    val ran = works("secrets", "import os\nprint(os.path.exists(os.environ['AMA_TOKEN_FILE']))\n" +
      "print(os.path.exists(request['attach']['spark']['secretFile']))\nprint('worker' in request)")
    same(ran.output, "False\nFalse\nFalse\n")
  }

  test("datasets go both ways by reference, and SQL knows them in its thread") {
    succeed("start", "val odd = spark.range(1, 10, 2).toDF(\"number\")", Asked(publish = host.reference("odd")))
    val ran = works("middle",
      """odd = entry.dataFrame("start", "odd")
        |print(odd.count(), entry.knows("start", "odd"), entry.knows("start", "nothing"))
        |print(entry.session().sql("select max(number) as m from start.odd").first().getLong(0))
        |print(odd.sparkSession().equals(entry.session()))
        |publish("high", odd.where("number > 4"), line=5)""".stripMargin,
      plain.copy(publish = host.reference("high")))
    same(ran.output, "5 True False\n9\nTrue\n")
    same(ran.published.map(told => (told.string("name"), told.string("as"), told.string("definedAt"))),
      List(("high", "reference", "middle.scala:5")))
    same(succeed("end", "AmaContext.getDataFrame(\"middle\", \"high\").count").results, List("3"))
  }

  test("the host's policies are applied to what a worker hands over") {
    val folder = host.folder.resolve("worker-file")
    val ran = works("writes", "publish('d', entry.session().range(4).toDF())",
      plain.copy(publish = Seq(Map("name" -> "d", "policy" -> "file", "path" -> folder.toString))))
    same(ran.published.map(told => (told.string("as"), told.string("path"))), List(("file", folder.toString)))
    holds(Files.exists(folder.resolve("_SUCCESS")), "not written")
  }

  test("what is to be published must have been handed over") {
    val error = fail("forgets", "1", plain.copy(publish = host.reference("d"))).error
    same((error.string("type"), error.string("phase")), ("ama.NotDefined", "publish"))
  }

  test("a worker's error passes unchanged") {
    val error = fail("fails", "print(1)\nraise ValueError('boom')", plain).error
    same((error.string("type"), error.string("message"), error.long("line")), ("ValueError", "boom", 2L))
  }

  test("each attempt of a worker has a session of its own") {
    val see = "entry.session().catalog().tableExists('v')"
    works("views", s"entry.session().range(3).createOrReplaceTempView('v')\nassert $see")
    works("views2", s"assert not $see")
  }

  test("progress of its jobs is told as the attempt's, and what the JVM prints is its output") {
    val ran = works("progress", "entry.jsc().parallelize(list(range(8)), 8).rdd().count()\n" +
      "entry.session().range(2).show()")
    contains(ran.output, "| id|")
  }

  test("prepared, a worker is there and attached when the action comes") {
    val command = WorkerTests.worker("TEST_WORKER" -> "prepared")
    val answer = host.leader.ask("compile", "action" -> "soon", "type" -> "test", "source" -> Map("inline" -> "1"),
      "worker" -> command)
    same(answer.long("statements"), 77L)
    works("soon", "print(entry.jsc().version())", Asked(worker = Some(command)))
  }

  test("a worker that dies at its start, with its last words") {
    val error = fail("dies", "1", asked("dies")).error
    same((error.string("type"), error.string("phase"), error.optString("retryable")), ("ama.WorkerLost", "start", None))
    contains(error.string("message"), "ended with exit code 3")
    contains(error.string("message"), "no module named acme")
  }

  test("a worker that never connects is ended after a while") {
    val place = new WorkerPlace(
      host.folder, new HostSession(Map.empty, None, null, host.folder, null), null, new Outbox(host.folder), startMs = 300)
    val silent = new Worker(WorkerCommand(List("sleep", "600"), Map.empty), new WorkerServer, place, host.folder.resolve("silent"))
    contains(silent.awaitReady().left.map(_("message").toString).left.getOrElse(""), "did not connect within 0.3 s")
    eventually("still there")(!isAlive(silent.pid.toString))
  }

  test("whoever has no token is refused") {
    val link = Link.dial(new WorkerServer().address)
    val hello = """{"jsonrpc":"2.0","id":1,"method":"hello","params":{"protocol":[1],"token":"guessed","epoch":0}}"""
    link.write(java.nio.ByteBuffer.wrap((hello + "\n").getBytes))
    same((Params.parse(link.readLine().get).obj("error").long("code"), link.readLine()), (-32001L, None))
  }

  test("a program that is not there") {
    val error = fail("noprogram", "1", Asked(worker = Some(Map("command" -> List("/nowhere/python"))))).error
    contains(error.string("message"), "/nowhere/python")
  }

  test("a worker that dies in the middle is lost, and the next one is another") {
    val error = fail("middie", "import os, signal\nprint('before')\nos.kill(os.getpid(), signal.SIGKILL)", plain)
    same((error.error.string("type"), error.output), ("ama.WorkerLost", "before\n"))
    same((error.error.string("file"), error.error.long("line"), error.error.long("statement")), ("middie.scala", 3L, 2L))
    contains(error.error.string("message"), "was killed by signal 9 (SIGKILL)")
    works("well", "print(1)")
  }

  test("what a worker has told before its end is taken, also when nothing can be sent to it any more") {
    val listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress, 0))
    val worker = SocketChannel.open(listener.getLocalAddress)
    val link = new WorkerLink(Link.of(listener.accept()), None)
    def tell(seq: Int): Unit =
      worker.write(ByteBuffer.wrap(s"""{"jsonrpc":"2.0","method":"log","params":{"seq":$seq}}\n""".getBytes)): Unit
    val taken = mutable.ListBuffer.empty[Long]
    tell(1)
    try link.serve { (_, params) =>
        if (taken.isEmpty) {
          tell(2)
          // As when it is killed with something unread: the connection is reset.
          worker.setOption(StandardSocketOptions.SO_LINGER, Integer.valueOf(0)).close()
          link.ask("inspect", Map.empty)
          Thread.sleep(100)
        }
        taken += params.long("seq")
      }
    catch { case _: IOException => () }
    finally listener.close()
    same(taken.toList, List(1L, 2L))
  }

  test("children of a lost worker are ended too") {
    val ran = fail("children", "import os, subprocess\nprint(subprocess.Popen(['sleep', '600']).pid)\nos._exit(4)", plain)
    contains(ran.error.string("message"), "exit code 4")
    eventually("the child is still there")(!isAlive(ran.output))
  }

  test("a line that is no message ends the worker") {
    val error = fail("malformed", "connection.sendall(b'nonsense\\n')\nimport time\ntime.sleep(60)", plain).error
    same(error.string("type"), "ama.WorkerLost")
    contains(error.string("message"), "broke the protocol")
  }

  test("a number that is left out ends the worker") {
    contains(fail("gap", "worker.seq += 1\nprint(1)\nimport time\ntime.sleep(60)", plain).error.string("message"), "has number")
  }

  test("a message that comes twice is told once") {
    val ran = works("twice", "if True:\n  worker.seq -= 1\n  tell('output', stream='stdout', text='again')\n  print('once')")
    same(ran.output, "once\n")
  }

  private def cancel(action: String, source: String, asked: Asked, graceMs: Long): Ran = {
    val attempt = host.start(action, source, asked)
    host.leader.awaitMessage(attempt, "statement.started")(_.long("index") == 1)
    Thread.sleep(300)
    host.leader.ask("cancel", "attempt" -> attempt, "graceMs" -> graceMs)
    host.finish(attempt)
  }

  test("cancel reaches the worker") {
    val ran = cancel("cancelled", "import time\ntime.sleep(600)", plain, 10000)
    same((ran.status, ran.ended.boolean("clean", default = false)), ("cancelled", true))
  }

  test("a worker that ignores the cancel is killed after the grace") {
    val ran = cancel("deaf", "import os, time; print(os.getpid())\ntime.sleep(600)", asked("deaf"), 500)
    same((ran.status, ran.ended.boolean("clean", default = false)), ("cancelled", true))
    eventually("still there")(!isAlive(ran.output))
  }

  test("cancel ends its running Spark job") {
    val ran = cancel("busyjob", "1\nentry.session().sql('select sum(hash(id)) from range(0, 2000000000000, 1, 4)').collect()", asked("deaf"), 10000)
    same(ran.status, "cancelled")
  }

  test("a flood waits where the host waits, and loses nothing") {
    val done = host.folder.resolve("flood-done")
    val attempt = host.start("flood",
      s"import time\ntime.sleep(0.5)\nfor i in range(400): print('x' * 99999)\nopen('$done', 'w').close()", plain)
    host.leader.reads = false
    Thread.sleep(4000)
    val isHeldBack = !Files.exists(done)
    host.leader.reads = true
    holds(isHeldBack, "40 MB are kept somewhere")
    same(host.finish(attempt).output.length, 400 * 100000)
  }
}

object WorkerTests {
  private val script = Path.of(sys.props("ama.test.sources"), "python", "worker.py")

  def worker(env: (String, String)*): Map[String, Any] =
    Map("command" -> List("python3", script.toString), "env" -> (Map("PYTHONUNBUFFERED" -> "1") ++ env))
}
