package amaterasu.host

import amaterasu.host.protocol.Params
import java.nio.file.Files

/** Datasets between actions. */
final class DatasetTests(host: TestHost) extends Suite(host) {
  private val start =
    """val data = 1 to 1000
      |val rdd = sc.parallelize(data)
      |val odd = rdd.filter(n => n % 2 != 0).toDF("number")
      |case class P(i: Int)
      |val ds = Seq(P(1), P(2)).toDS""".stripMargin

  private def input(action: String, name: String) = Map("action" -> action, "name" -> name, "as" -> "reference")

  test("by reference, within the reader's own session") {
    val ran = succeed("start", start, Asked(publish = host.reference("rdd", "odd", "ds")))
    same(ran.published.map(message => (message.string("name"), message.string("kind"), message.string("definedAt"))),
      List(("rdd", "rdd", "start.scala:2"), ("odd", "dataframe", "start.scala:3"), ("ds", "dataset", "start.scala:5")))
    val read = succeed("step2",
      """val oddRdd = AmaContext.getRDD[Int]("start", "rdd").filter(x => x % 2 == 0)
        |val high = AmaContext.getDataFrame("start", "odd").where("number > 100")
        |high.sparkSession eq spark
        |high.count + oddRdd.count
        |case class P(i: Int)
        |AmaContext.getDataset[P]("start", "ds").map(p => p.i + 1).collect.toList
        |AmaContext.getDataFrame("start", "odd", "parquet").count
        |AmaContext.getDataFrame("start", "rdd").columns.mkString""".stripMargin,
      Asked(inputs = Seq(input("start", "rdd"), input("start", "odd"))))
    same(read.results, List("true", "950", "List(2, 3)", "500", "value"))
  }

  test("SQL reads them as start.odd; spark_catalog reaches a table of that name") {
    succeed("start", start, Asked(publish = host.reference("odd")))
    val ran = succeed("bysql",
      """def n(q: String) = sql(q).first.getLong(0)
        |n("select count(*) from start.odd where start.odd.number > 500")
        |n("select max(odd.number) from start.odd")
        |n("with x as (select * from start.odd) select count(*) from x where number in (select max(number) from start.odd)")
        |n("select count(*) from start.odd a join start.odd b on a.number = b.number")
        |spark.table("start.odd").count
        |sql("create database if not exists start"); sql("create table if not exists start.odd using parquet as select 77 as number")
        |n("select count(*) from start.odd")
        |n("select count(*) from spark_catalog.start.odd")
        |sql("drop table spark_catalog.start.odd"); sql("drop database start")""".stripMargin
        .replace("max(odd.number)", "cast(max(odd.number) as bigint)"),
      Asked(inputs = Seq(input("start", "odd"))))
    same(ran.results.filter(_.forall(_.isDigit)), List("250", "999", "1", "500", "500", "500", "1"))
  }

  test("a name that is to be published must be defined, and be a dataset") {
    val missing = fail("undefined", "val a = 1", Asked(publish = host.reference("b"))).error
    same((missing.string("phase"), missing.boolean("retryable", default = true)), ("publish", false))
    contains(missing.string("message"), "b")
    contains(fail("nodataset", "val a = 1", Asked(publish = host.reference("a"))).error.string("message"), "a is of type Int")
    contains(fail("nulldataset", "val a: DataFrame = null", Asked(publish = host.reference("a"))).error.string("message"), "a is null")
  }

  test("what cannot be written is told where it was defined, by its name") {
    val folder = java.nio.file.Files.createTempDirectory(host.folder, "written").resolve("d").toString
    val publish = Seq(Map("name" -> "d", "policy" -> "file", "format" -> "parquet", "path" -> folder))
    val error = fail("twice", "val a = spark.range(3)\nval d = a.crossJoin(a)\nval b = 1", Asked(publish = publish)).error
    same((error.string("phase"), error.string("file"), error.long("line")), ("publish", "twice.scala", 2L))
    contains(error.string("message"), "COLUMN_ALREADY_EXISTS")
    same(error.string("hint"), "this happened as the dataset d was written as parquet for other actions")
  }

  test("nothing is published by a failed attempt") {
    fail("failing", "val d = spark.range(3).toDF\n1/0", Asked(publish = host.reference("d")))
    contains(fail("reader", "AmaContext.getDataFrame(\"failing\", \"d\")").error.string("message"), "there is no dataset failing.d")
  }

  test("the last definition of a name is the one that is published") {
    succeed("redefine", "val d = spark.range(3).toDF\nval d = spark.range(5).toDF", Asked(publish = host.reference("d")))
    same(succeed("reader", "AmaContext.getDataFrame(\"redefine\", \"d\").count").results, List("5"))
  }

  test("register publishes by hand") {
    succeed("byhand", "AmaContext.register(\"made\", spark.range(4).toDF)", Asked(publish = host.reference("made")))
    same(succeed("reader", "AmaContext.getDataFrame(\"byhand\", \"made\").count").results, List("4"))
    contains(fail("byhand", "AmaContext.register(\"made\", 5)").error.string("message"), "only a DataFrame")
  }

  test("what is optional is passed over where it is not defined or no dataset") {
    val names = Seq("a", "d", "r", "gone", "later", "never")
    val publish = names.map(name =>
      Map("name" -> name, "policy" -> "file", "path" -> host.folder.resolve(s"o/$name").toString, "optional" -> true))
    val ran = succeed("perhaps",
      """val a = 1
        |val d = spark.range(3).toDF
        |class T(i: Int) extends Serializable
        |val r = sc.parallelize(1 to 2).map(i => new T(i))
        |lazy val later = spark.range(4).toDF
        |lazy val never: Int = throw new IllegalStateException("touched")""".stripMargin, Asked(publish = publish))
    same(ran.published.map(message => (message.string("name"), message.string("as"))),
      List(("d", "file"), ("r", "reference"), ("later", "file")))
  }

  test("* publishes every other dataset that is defined or registered") {
    val folder = host.folder.resolve("all")
    val publish = host.reference("d") :+ Map("name" -> "*", "policy" -> "file", "path" -> folder.toString)
    val ran = succeed("all",
      """val a = 1
        |val d, e = spark.range(3).toDF
        |spark.range(5)
        |AmaContext.register("by hand", d)""".stripMargin, Asked(publish = publish))
    same(ran.published.map(message => (message.string("name"), message.string("as"))),
      List(("d", "reference"), ("by hand", "file"), ("e", "file")))
    holds(Files.exists(folder.resolve("by%20hand").resolve("_SUCCESS")), "not written where the leader would")
  }

  test("as a file, in parquet and other formats, and read from it") {
    val (one, two, three) = (host.folder.resolve("f1"), host.folder.resolve("f2"), host.folder.resolve("f3"))
    val ran = succeed("files", start, Asked(publish = Seq(
      Map("name" -> "odd", "policy" -> "file", "path" -> one.toString, "format" -> "parquet"),
      Map("name" -> "rdd", "policy" -> "file", "path" -> two.toString),
      Map("name" -> "ds", "policy" -> "file", "path" -> three.toString, "format" -> "json"))))
    holds(Files.exists(one.resolve("_SUCCESS")), "not written")
    holds(ran.published.forall(_.long("bytes") > 0), ran.published.map(_.fields))
    same(ran.published(1).obj("schema").list("fields").map(_.string("name")), List("value"))
    val inputs = Seq("odd" -> (one, "parquet"), "rdd" -> (two, "parquet"), "ds" -> (three, "json")).map {
      case (name, (path, format)) =>
        Map("action" -> "elsewhere", "name" -> name, "as" -> "file", "path" -> path.toString, "format" -> format)
    }
    val read = succeed("readfiles",
      "AmaContext.getDataFrame(\"elsewhere\", \"odd\").count\nAmaContext.getRDD[Int](\"elsewhere\", \"rdd\").sum\n" +
        "sql(\"select sum(i) from elsewhere.ds\").first.getLong(0)", Asked(inputs = inputs))
    same(read.results, List("500", "500500.0", "3"))
  }

  test("a format without types keeps those of the dataset") {
    val path = host.folder.resolve("csv")
    val published = succeed("typed", "val d = Seq((1, java.sql.Date.valueOf(\"2026-01-02\"), 2.5)).toDF(\"i\", \"day\", \"x\")",
      Asked(publish = Seq(Map("name" -> "d", "policy" -> "file", "path" -> path.toString, "format" -> "csv")))).published.head
    val read = succeed("untyped", "AmaContext.getDataFrame(\"typed\", \"d\").dtypes.map(_._2).mkString(\" \")",
      Asked(inputs = Seq(Map("action" -> "typed", "name" -> "d", "as" -> "file", "path" -> path.toString, "format" -> "csv",
        "schema" -> published.obj("schema").fields))))
    same(read.results, List("IntegerType DateType DoubleType"))
  }

  test("CSV is written and read in one way, whatever the texts hold") {
    val path = host.folder.resolve("texts")
    val texts = "List(\"\", null, \" a,\\\"b\\\"\\n \")"
    val publish = Seq(Map("name" -> "d", "policy" -> "file", "path" -> path.toString, "format" -> "csv"))
    val made = s"val d = $texts.zipWithIndex.toDF(\"the text\", \"n\").coalesce(1)"
    val published = succeed("texts", made, Asked(publish = publish)).published.head
    val part = Files.list(path).filter(_.toString.endsWith(".csv")).findFirst.get
    same(Files.readString(part), "the text,n\n\"\",0\n,1\n\" a,\"\"b\"\"\n \",2\n")
    val read = s"AmaContext.getDataFrame(\"texts\", \"d\").orderBy(\"n\").collect.map(_.getString(0)).toList == $texts"
    same(succeed("readtexts", read, Asked(inputs = Seq(fileOf(published, "texts")))).results, List("true"))
    val lists = fail("lists", "val d = Seq(Seq(1)).toDF(\"list\")", Asked(publish = publish)).error
    contains(lists.string("message"), "the column list is of the type array<int>, which CSV cannot hold")
    val alone = fail("alone", "val d = Seq(Some(1), None).toDF(\"n\")", Asked(publish = publish)).error
    contains(alone.string("message"), "the column n is the only one and holds null")
  }

  test("rows without columns survive a file") {
    val publish = Seq(Map("name" -> "d", "policy" -> "file", "path" -> host.folder.resolve("columnless").toString))
    val published = succeed("columnless", "val d = spark.range(3).select()", Asked(publish = publish)).published.head
    val read = "val d = AmaContext.getDataFrame(\"columnless\", \"d\")\n(d.count, d.columns.length)"
    same(succeed("reads", read, Asked(inputs = Seq(fileOf(published, "columnless")))).results.last, "(3,0)")
  }

  private def fileOf(published: Params, action: String): Map[String, Any] = Map(
    "action" -> action, "name" -> published.string("name"), "as" -> "file", "path" -> published.string("path"),
    "format" -> published.string("format"), "schema" -> published.obj("schema").fields)

  test("an RDD without columns says so where it must be written") {
    val error = fail("things", "class T(i: Int) extends Serializable\nval r = sc.parallelize(1 to 2).map(i => new T(i))",
      Asked(publish = Seq(Map("name" -> "r", "policy" -> "file", "path" -> host.folder.resolve("r").toString)))).error
    same(error.string("phase"), "publish")
    contains(error.string("message"), "has no columns")
  }

  test("cached where the policy says so, until it is released") {
    succeed("cacher", "val d = spark.range(10).toDF\nval r = sc.parallelize(1 to 3)",
      Asked(publish = Seq("d", "r").map(name => Map("name" -> name, "policy" -> "cache"))))
    val storage = "AmaContext.getDataFrame(\"cacher\", \"d\").storageLevel.useMemory"
    same(succeed("uses", storage).results, List("true"))
    host.leader.ask("release", "action" -> "cacher", "name" -> "d")
    contains(fail("uses", storage).error.string("message"), "cacher publishes r")
  }

  test("a checkpoint computes once, in its own action") {
    val publish = Seq(Map("name" -> "d", "policy" -> "checkpoint"))
    succeed("checked", "val d = spark.range(5).withColumn(\"r\", rand())", Asked(publish = publish))
    val read = "AmaContext.getDataFrame(\"checked\", \"d\").agg(sum(\"r\")).first.getDouble(0)"
    same(succeed("r1", read).results, succeed("r2", read).results)
    val failing = fail("checkfail", "val u = udf((i: Long) => 1 / i)\nval d = spark.range(2).select(u($\"id\"))", Asked(publish = publish))
    same(failing.error.string("phase"), "publish")
  }

  test("preview gives rows and schema") {
    succeed("shown", start, Asked(publish = host.reference("odd", "rdd")))
    val preview = host.leader.ask("preview", "action" -> "shown", "name" -> "odd", "limit" -> 2)
    same(preview.list("rows").map(_.long("number")), List(1L, 3L))
    same(preview.boolean("more", default = false), true)
    same(host.leader.ask("preview", "action" -> "shown", "name" -> "rdd", "limit" -> 3).strings("rows"), List("1", "2", "3"))
    holds(host.leader.ask("preview", "action" -> "shown", "name" -> "no", "limit" -> 3).optObj("error").isDefined, "no error")
  }

  test("a dataset whose own code fails in a reader tells both places") {
    succeed("lazyfail", "val u = udf((i: Int) => 1 / i)\n\nval df = Seq(0, 1).toDF(\"a\").select(u($\"a\").as(\"q\"))",
      Asked(publish = host.reference("df")))
    val error = fail("victim", "val q = AmaContext.getDataFrame(\"lazyfail\", \"df\")\n\nq.collect").error
    same((error.string("file"), error.long("line"), error.string("definedAt")), ("victim.scala", 3L, "lazyfail.scala:1"))
    contains(error.string("hint"), "checkpoint")
    same(error.string("type"), "java.lang.ArithmeticException")
    succeed("lazyexpr", "spark.conf.set(\"spark.sql.ansi.enabled\", true)\nval df = spark.range(2).select(lit(1) / col(\"id\"))",
      Asked(publish = host.reference("df")))
    val second = fail("victim2", "AmaContext.getDataFrame(\"lazyexpr\", \"df\").collect").error
    same((second.string("file"), second.long("line"), second.optString("definedAt")), ("victim2.scala", 1L, Some("lazyexpr.scala:2")))
  }

  test("so does one in a text of SQL, of which Spark does not note where it was written") {
    val ansi = "spark.conf.set(\"spark.sql.ansi.enabled\", true)\n"
    def reads(name: String) = Seq(Map("action" -> name, "name" -> "df", "as" -> "reference"))
    succeed("lazysql", ansi + "\nval df = spark.range(2).selectExpr(\"1 / id AS share\")", Asked(publish = host.reference("df")))
    succeed("between", "val df = AmaContext.getDataFrame(\"lazysql\", \"df\").where(\"share > 0\")",
      Asked(publish = host.reference("df"), inputs = reads("lazysql")))
    val failed = fail("victim3", "AmaContext.getDataFrame(\"between\", \"df\").collect", Asked(inputs = reads("between"))).error
    same(failed.optString("definedAt"), Some("lazysql.scala:3"))
    val own = fail("victim4", ansi + "spark.range(2).selectExpr(\"2 / id\").collect", Asked(inputs = reads("between"))).error
    same(own.optString("definedAt"), None)
  }
}
