package amaterasu.host

import amaterasu.host.protocol.{Json, Unacknowledged}
import java.nio.file.Files
import scala.collection.mutable

/** The connection, and the parts it is made of. */
final class ProtocolTests(host: TestHost) extends Suite(host) {

  test("hello says who the host is") {
    val hello = host.leader.hellos.last
    same((hello.string("token"), hello.long("lastSeq"), hello.strings("types")), ("token", 0L, List("spark-scala", "spark-jar", "spark-sql")))
    same(hello.long("pid"), ProcessHandle.current.pid)
  }

  test("JSON is read and written") {
    val text = """{"a":[1,-2.5,true,null,"x\"\\\nä😀"],"b":{},"c":[]}"""
    same(Json.write(Json.parse(text)), """{"a":[1,-2.5,true,null,"x\"\\\nä😀"],"b":{},"c":[]}""")
    same(Json.write("\ud800x\u0001"), "\"\\ud800x\\u0001\"")
    for (wrong <- List("{", "[1,]", "{\"a\" 1}", "nul", "\"x", "1 2", "\"\\x\"", "{\"a\":}", "[" * 1000))
      holds(try { Json.parse(wrong); false } catch { case _: Json.Malformed => true }, s"accepted: $wrong")
  }

  test("unacknowledged lines spill into a file and come back in order") {
    val kept = new Unacknowledged(Files.createTempDirectory(host.folder, "spill"), memoryBytes = 100)
    def lines = { val all = mutable.ListBuffer.empty[String]; kept.resend(line => all += new String(line)); all.toList }
    val all = (1 to 50).map(i => s"line $i".padTo(20, '.')).toList
    all.zipWithIndex.foreach { case (line, i) => kept.add(i + 1L, line.getBytes) }
    same(lines, all)
    kept.acknowledge(3)
    kept.add(51, "last".getBytes)
    same(lines, all.drop(3) :+ "last")
    kept.acknowledge(51)
    same((kept.isEmpty, kept.count), (true, 0))
    kept.add(52, "again".getBytes)
    same(lines, List("again"))
  }

  test("an unknown request, bad parameters and an old epoch are errors") {
    same(host.leader.ask("nonsense").obj("error").long("code"), -32601L)
    same(host.leader.ask("cancel").obj("error").long("code"), -32602L)
    val bare = host.request("bare/1", "bare", "1", Asked()).removed("source").toSeq
    same(host.leader.ask("run", bare: _*).obj("error").long("code"), -32602L)
    same(host.leader.ask("shutdown", "epoch" -> 0, "graceMs" -> 0).obj("error").long("code"), -32003L)
  }

  test("a repeated run starts nothing and tells the state") {
    val asked = host.request("again/1", "again", "Thread.sleep(500)\nprintln(\"once\")", Asked()).toSeq
    same(host.leader.ask("run", asked: _*).string("state"), "accepted")
    same(host.leader.ask("run", asked: _*).string("state"), "running")
    same(host.finish("again/1").output, "once\n")
    val repeated = host.leader.ask("run", asked: _*)
    same((repeated.string("state"), repeated.obj("result").string("status")), ("ended", "succeeded"))
  }

  test("a dropped connection loses nothing and repeats nothing") {
    val attempt = host.start("drops", "for (i <- 1 to 30) { println(i); Thread.sleep(50) }")
    host.leader.awaitMessage(attempt, "output")()
    for (_ <- 1 to 3) {
      host.leader.drop()
      host.leader.accept()
      Thread.sleep(200)
    }
    same(host.finish(attempt).output, (1 to 30).map(i => s"$i\n").mkString)
    same(host.leader.hellos.head.optString("token"), None)
    same(host.leader.hellos.head.string("key"), "key")
    val sequence = host.leader.sequence
    same(sequence, (1L to sequence.size).toList)
  }

  test("what was not acknowledged is sent again") {
    host.leader.acknowledges = false
    val ran = host.run("unacknowledged", "println(1)")
    host.leader.acknowledges = true
    host.leader.drop()
    host.leader.accept()
    same(ran.output, "1\n")
    val sequence = host.leader.sequence
    same(sequence, (1L to sequence.size).toList)
    same(succeed("afterwards", "1").results, List("1"))
  }

  test("our own variables are hidden from actions") {
    same(succeed("hidden", "sys.env.keys.filter(_.startsWith(\"AMA_\")).toList").results, List("List()"))
  }
}
