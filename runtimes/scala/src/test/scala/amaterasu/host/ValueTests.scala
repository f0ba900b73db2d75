package amaterasu.host

import amaterasu.host.data.TypeName

/** What the `code` report shows of values. */
final class ValueTests(host: TestHost) extends Suite(host) {

  test("types are short") {
    val names = List(
      "org.apache.spark.rdd.RDD[(scala.collection.immutable.Range.Inclusive, Int)]" -> "RDD[(Range.Inclusive, Int)]",
      "scala.collection.immutable.Map[String,java.util.List[Int]]" -> "Map[String,List[Int]]",
      "Int => String" -> "Int => String",
      "org.apache.spark.sql.DataFrame" -> "DataFrame")
    names.foreach { case (full, short) => same(TypeName.short(full), short) }
  }

  test("datasets show their columns, not their rows") {
    val ran = succeed("frames",
      "val data = 1 to 1000\nval df = Seq((1, \"a\")).toDF(\"n\", \"s\")\nval rdd = sc.parallelize(data)\nval ds = spark.range(3)")
    same(ran.tpe("data"), "Range.Inclusive")
    same(ran.tpe("df"), "DataFrame [n: int, s: string]")
    same(ran.tpe("rdd"), "RDD[Int]")
    same(ran.statements.filter(_.optString("value").isDefined).map(_.string("name")), List("data"))
    contains(ran.tpe("ds"), "[id: bigint]")
  }

  test("null, a toString that throws, one that never ends, and long values") {
    val ran = succeed("odd",
      """val n: String = null
        |class Bad { override def toString: String = throw new Error("x") }
        |val bad = new Bad
        |class Slow { override def toString: String = { Thread.sleep(60000); "" } }
        |val slow = new Slow
        |val big = "x" * 1000000
        |val many = (1 to 1000000).toVector
        |val it = Iterator.continually(1)
        |val ll = LazyList.from(1)
        |val array = Array(1, 2, 3)""".stripMargin)
    same(ran.value("n"), "null")
    same(ran.statements.find(_.optString("name").contains("bad")).get.optString("value"), None)
    contains(ran.value("big"), "(1000000 characters)")
    contains(ran.value("many"), "1000000 in all")
    same(ran.value("array"), "Array(1, 2, 3)")
  }

  test("rows are marked as data, and left out where they may not be shown") {
    val source = "val rows = Seq(1, 2).toDF(\"n\").collect()\nval plain = 5"
    val shown = succeed("rows", source)
    same(shown.statements.map(_.boolean("data", default = false)), List(true, false))
    contains(shown.value("rows"), "[1]")
    val hidden = succeed("rows", source, Asked(showData = false))
    same(hidden.value("rows"), "2 elements")
    same(hidden.value("plain"), "5")
  }

  test("inspect tells the names so far") {
    val attempt = host.start("inspected", "val a = 1\nval b = \"x\"\nThread.sleep(1500)")
    host.leader.awaitMessage(attempt, "statement.started")(_.long("index") == 2)
    val names = host.leader.ask("inspect", "attempt" -> attempt).list("names")
    same(names.map(name => (name.string("name"), name.string("type"), name.string("value"))),
      List(("a", "Int", "1"), ("b", "String", "x")))
    same(host.finish(attempt).status, "succeeded")
  }
}
