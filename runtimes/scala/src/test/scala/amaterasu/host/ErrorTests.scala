package amaterasu.host

/** Failures of running code. */
final class ErrorTests(host: TestHost) extends Suite(host) {

  test("the exception, its superclasses, its place and its frames") {
    val ran = fail("thrown", "val a = 1\ndef f(i: Int) =\n  i / 0\n\nf(a)\nprintln(\"not reached\")")
    val error = ran.error
    same(error.string("type"), "java.lang.ArithmeticException")
    same(error.strings("types").head, "java.lang.RuntimeException")
    same((error.string("file"), error.long("line"), error.long("statement")), ("thrown.scala", 3L, 2L))
    same(error.string("phase"), "run")
    val users = error.list("stack").filter(_.string("origin") == "user")
    same(users.map(frame => (frame.string("file"), frame.long("line"))), List(("thrown.scala", 3L), ("thrown.scala", 5L)))
    same(ran.output, "")
    same(ran.lines, List(1, 2, 5))
    same(error.optString("definedAt"), None)
  }

  test("the first line's failure is told at line 1") {
    same(fail("division", "1/0\nval x = 1").error.long("line"), 1L)
  }

  test("the chain of causes") {
    val error = fail("causes",
      "class Own(m: String, c: Throwable) extends Exception(m, c)\nthrow new Own(\"outer\", new IllegalStateException(\"inner\"))").error
    contains(error.string("type"), "Own")
    same(error.string("message"), "outer")
    same(error.obj("cause").string("type"), "java.lang.IllegalStateException")
    same(error.obj("cause").string("message"), "inner")
  }

  test("an exception on an executor is the user's own") {
    val error = fail("task", "val r = sc.parallelize(1 to 3)\n\nval z = r.map(x => x / 0)\nz.collect").error
    same(error.string("type"), "java.lang.ArithmeticException")
    holds(error.strings("types").contains("org.apache.spark.SparkException"), error.strings("types"))
    same((error.long("line"), error.long("statement")), (3L, 2L))
  }

  test("an error of analysis is not worth a retry") {
    val error = fail("analysis", "spark.range(1).select(\"nope\")").error
    holds(("org.apache.spark.sql.AnalysisException" :: error.strings("types")).contains("org.apache.spark.sql.AnalysisException"), error.fields)
    same(error.boolean("retryable", default = true), false)
    same(fail("nofile", "spark.read.parquet(\"/no/such/file\").count").error.boolean("retryable", default = true), false)
    same(fail("other", "throw new java.io.IOException(\"x\")").error.fields.contains("retryable"), false)
  }

  test("errors that are no exceptions: stack overflow, assertion, missing method body") {
    same(fail("overflow", "def f(i: Int): Int = f(i) + 1\nf(1)").error.string("type"), "java.lang.StackOverflowError")
    same(fail("assertion", "assert(false, \"no\")").error.string("type"), "java.lang.AssertionError")
    same(fail("undefined", "def g: Int = ???\ng").error.string("type"), "scala.NotImplementedError")
    same(succeed("after", "1 + 1").results, List("2"))
  }

  test("an exception whose message throws") {
    val error = fail("message", "class E extends Exception { override def getMessage: String = sys.error(\"no\") }\nthrow new E").error
    same(error.string("message"), "")
  }
}
