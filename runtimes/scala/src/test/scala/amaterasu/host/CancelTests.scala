package amaterasu.host

/** Cancelling, truthfully. */
final class CancelTests(host: TestHost) extends Suite(host) {

  private def cancel(action: String, source: String, graceMs: Long = 10000, waitMs: Long = 700, statement: Long = 0): Ran = {
    val attempt = host.start(action, source)
    host.leader.awaitMessage(attempt, "statement.started")(_.long("index") == statement)
    Thread.sleep(waitMs)
    same(host.leader.ask("cancel", "attempt" -> attempt, "graceMs" -> graceMs).string("state"), "accepted")
    val ran = host.finish(attempt)
    same(ran.status, "cancelled")
    ran
  }

  private def clean(ran: Ran): Unit = same((ran.ended.boolean("clean", default = false), ran.ended.strings("left")), (true, Nil))

  test("a running RDD job") {
    clean(cancel("rddjob", "sc.parallelize(1 to 4, 4).map { i => Thread.sleep(60000); i }.count\nprintln(\"next\")"))
  }

  test("a running SQL job") {
    clean(cancel("sqljob", "spark.range(0, 2000000000000L, 1, 4).selectExpr(\"sum(hash(id))\").collect"))
  }

  test("sleeping code") {
    val began = System.nanoTime
    clean(cancel("sleeper", "Thread.sleep(60000)"))
    holds(System.nanoTime - began < 5e9, "too slow")
  }

  test("a job that starts only after the cancel") {
    clean(cancel("later", "try Thread.sleep(2000) catch { case _: InterruptedException => () }\n" +
      "spark.range(0, 2000000000000L, 1, 4).selectExpr(\"sum(hash(id))\").collect"))
  }

  test("code that swallows the cancel: the next statement does not run") {
    val ran = cancel("swallow",
      "try { sc.parallelize(1 to 4, 4).map { i => Thread.sleep(60000); i }.count } catch { case e: Exception => -1 }\nprintln(\"next\")")
    same(ran.output, "")
    clean(ran)
  }

  test("a loop that cannot be stopped is named") {
    val ran = cancel("loop", "val a = 1\n\n{ val until = System.nanoTime + 8000000000L; while (System.nanoTime < until) {} }",
      graceMs = 1000, statement = 1)
    same(ran.ended.boolean("clean", default = true), false)
    contains(ran.ended.strings("left").mkString, "loop.scala:3")
  }

  test("a streaming query is stopped") {
    clean(cancel("stream",
      "val q = spark.readStream.format(\"rate\").load().writeStream.format(\"noop\").start()\nq.awaitTermination()", statement = 1, waitMs = 1500))
  }

  test("cancel of an attempt that is over") {
    val ran = host.run("over", "1")
    same(host.leader.ask("cancel", "attempt" -> ran.ended.string("attempt"), "graceMs" -> 10).string("state"), "ended")
  }

  test("the host is well afterwards") {
    same(succeed("well", "spark.range(10).count").results, List("10"))
  }
}
