package amaterasu.host

/** Compiled actions: these classes are on the class path, as the job's jars are. */
final class JarTests(host: TestHost) extends Suite(host) {
  private def main(name: String, args: String*) = Asked(main = Some(Map("class" -> name, "args" -> args)))

  test("main(args) gets the shared session") {
    val ran = succeed("jar", "", main("acme.PlainMain", "a", "b"))
    same(ran.output, "a b 3 true\n")
  }

  test("an AmaJob, as an object and as a class") {
    val asked = main("acme.ObjectJob").copy(publish = host.reference("numbers"))
    same(succeed("jobobject", "", asked).published.map(_.string("name")), List("numbers"))
    same(succeed("reader", "AmaContext.getDataFrame(\"jobobject\", \"numbers\").count").results, List("7"))
    same(succeed("jobclass", "", main("acme.ClassJob")).output, "class test\n")
  }

  test("a missing class, and one that is no job") {
    val missing = fail("nojar", "", main("acme.Missing")).error
    same((missing.string("type"), missing.string("phase")), ("java.lang.ClassNotFoundException", "start"))
    contains(missing.string("message"), "acme.Missing")
    contains(fail("nojob", "", main("acme.NoJob")).error.string("message"), "static main(args)")
  }

  test("its failure is told at its own line") {
    val error = fail("throws", "", main("acme.FailingMain")).error
    same((error.string("type"), error.string("message")), ("java.lang.IllegalStateException", "on purpose"))
    same((error.string("file"), error.long("line"), error.optString("definedAt")), ("Jobs.scala", 26L, None))
    holds(error.list("stack").exists(frame => frame.string("origin") == "user" && frame.string("file") == "Jobs.scala"), error.fields)
  }
}
