package amaterasu.host

/** Errors of compilation: all at once, at their places, before anything runs. */
final class CompileErrorTests(host: TestHost) extends Suite(host) {

  private def places(ran: Ran): List[(Long, Long)] =
    (ran.error :: ran.error.list("all")).map(error => (error.long("line"), error.long("column")))

  test("all errors are told before the first statement runs") {
    val ran = fail("bad",
      """val a = spark.range(5).toDF("n")
        |println("SIDE EFFECT")
        |val b = a.where("n > 2")
        |val c: Int = b.count
        |case class Q(x: Int)
        |val d = b.undefinedMethod""".stripMargin)
    same(places(ran), List((4L, 16L), (6L, 11L)))
    same(ran.error.string("phase"), "compile")
    same(ran.error.string("file"), "bad.scala")
    same(ran.error.boolean("retryable", default = true), false)
    same(ran.output, "")
    same(ran.lines, Nil)
  }

  test("what follows from an error is not told again") {
    val ran = fail("follows", "val a: Int = \"x\"\nval b = a + 1\nval c = b + 1\nval d: String = 5")
    same(places(ran), List((1L, 14L), (4L, 17L)))
  }

  test("syntax errors, with tabs and CRLF before them") {
    val ran = fail("syntax", "val a = 1\r\n\tval b = )\r\n")
    same(places(ran).head, (2L, 10L))
    same(places(fail("early", "val a = List(1,\n  2")).head._1, 2L)
    same(places(fail("early2", "def f = {\n  1\n")).head._1 >= 2L, true)
  }

  test("the column of a statement that is not the first on its line") {
    same(places(fail("column", "val a = 1; val b: Int = \"x\"")), List((1L, 25L)))
  }

  test("a missing symbol where addJar is called names deps/jars.yml") {
    val error = fail("addjar", "sc.addJar(\"x.jar\")\nimport com.acme.Thing\nnew Thing").error
    contains(error.string("hint"), "deps/jars.yml")
    same(fail("nojar", "import com.acme.Thing").error.optString("hint"), None)
  }

  test("compile answers with the errors, and runs nothing") {
    val answer = host.leader.ask("compile", "action" -> "ahead", "type" -> "spark-scala", "file" -> "ahead.scala",
      "source" -> Map("inline" -> "println(1)\nval a: Int = \"x\""))
    same(answer.list("errors").map(_.long("line")), List(2L))
    val good = host.leader.ask("compile", "action" -> "ahead", "type" -> "spark-scala",
      "source" -> Map("inline" -> "val a = 1\na"))
    same((good.list("errors"), good.long("statements")), (Nil, 2L))
  }
}
