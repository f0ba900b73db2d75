package amaterasu.host

/** `env`, `AmaContext`, sessions, and what closures may use. */
final class RuntimeTests(host: TestHost) extends Suite(host) {
  private val configuration = Map[String, Any](
    "err-msg" -> "To make error is human.", "n" -> 4, "ratio" -> 0.5, "flag" -> true, "list" -> List(1, 2))

  test("configuration values become what is expected, and have toString") {
    val ran = succeed("configuration",
      """def f(s: String) = s.length
        |f(env.configuration("err-msg"))
        |val i: Int = env.configuration("n"); val l: Long = env.configuration("n"); val d: Double = env.configuration("ratio")
        |val b: Boolean = env.configuration("flag")
        |env.configuration("err-msg").toString + env.configuration("n").toString
        |env.configuration("err-msg").split(" ").length
        |s"${env.configuration("n")}"
        |env.name + env.master + env.params("day")
        |env.configuration.get("nothing").isEmpty
        |env.configuration("n") == 4""".stripMargin, Asked(configuration = configuration))
    same(ran.results.take(4), List("23", "To make error is human.4", "5", "4"))
    same(ran.results(4), "testlocal[2]2026-01-01")
    same(ran.value("d"), "0.5")
    contains(fail("missing", "env.configuration(\"nope\")", Asked(configuration = configuration)).error.string("message"),
      "err-msg")
  }

  test("env in a closure works") {
    val ran = succeed("envclosure",
      "sc.parallelize(1 to 2).map(x => env.configuration(\"n\").toInt + x + env.name.length).collect.toList\n" +
        "spark.range(2).map(x => env.configuration(\"n\").toLong + x).collect.toList",
      Asked(configuration = configuration))
    same(ran.results, List("List(9, 10)", "List(4, 5)"))
  }

  test("sc, spark and AmaContext in a closure are a clear error at once, not a hang") {
    for ((member, use) <- List(
        "sc" -> "sc.defaultParallelism", "spark" -> "spark.version.length", "sqlContext" -> "sqlContext.hashCode",
        "getDataFrame" -> "AmaContext.getDataFrame(\"a\", \"b\").hashCode")) {
      val error = fail("driver", s"val r = sc.parallelize(1 to 3)\nr.map(x => $use).collect").error
      same(error.string("type"), "java.lang.IllegalStateException")
      contains(error.string("message"), s"$member belongs to the driver")
      same(error.long("line"), 2L)
    }
  }

  test("both old imports, and ours") {
    for (name <- List("io.shinto.amaterasu.runtime._", "org.apache.amaterasu.executor.runtime.AmaContext",
        "org.apache.amaterasu.frameworks.spark.runtime.AmaContext", "amaterasu.runtime._")) {
      val ran = succeed("old", s"import $name\nval n = AmaContext.sc.parallelize(1 to 10).count\nAmaContext.env.name\n" +
        "AmaContext.spark.range(2).count", Asked(envName = "mine"))
      same(ran.results, List("mine", "2"))
    }
  }

  test("parallel actions see their own env, session and output") {
    def source(id: Int) =
      s"""import io.shinto.amaterasu.runtime._
         |case class P(a: Int, tag: String)
         |spark.range($id).createOrReplaceTempView("mine")
         |Thread.sleep(300)
         |for (i <- 1 to 20) println(env.name + i)
         |import scala.concurrent._, duration._, ExecutionContext.Implicits.global
         |Await.result(Future(AmaContext.env.name + AmaContext.spark.table("mine").count), Duration.Inf)
         |sc.parallelize(1 to 4, 2).map(i => P(i, env.name)).filter(_.a > 1).map(_.tag).distinct.collect.toList
         |sc.parallelize(1 to 2, 2).foreach(i => println("task of " + env.name))
         |sql("select count(*) from mine").first.getLong(0)""".stripMargin
    val attempts = (1 to 3).map(id => id -> host.start(s"parallel$id", source(id), Asked(envName = s"env$id")))
    for ((id, attempt) <- attempts) {
      val ran = host.finish(attempt)
      holds(ran.status == "succeeded", ran.error.fields.removed("stack"))
      same(ran.results, List(s"env$id$id", s"List(env$id)", s"$id"))
      same(ran.output.linesIterator.toList,
        (1 to 20).map(i => s"env$id$i").toList ++ List.fill(2)(s"task of env$id"))
    }
  }

  test("temporary views and SQL settings belong to the action; another one's view is explained") {
    succeed("viewer", "spark.range(3).createOrReplaceTempView(\"tempOfViewer\")\nspark.conf.set(\"spark.sql.shuffle.partitions\", 7)")
    same(succeed("other", "spark.conf.get(\"spark.sql.shuffle.partitions\")").results, List("2"))
    val error = fail("other", "spark.table(\"tempOfViewer\")").error
    contains(error.string("hint"), "viewer has a temporary view")
    same(error.boolean("retryable", default = true), false)
  }

  test("conf of the action, and a shared session") {
    same(succeed("conf", "spark.conf.get(\"spark.sql.shuffle.partitions\")",
      Asked(conf = Map("spark.sql.shuffle.partitions" -> "9"))).results, List("9"))
    succeed("share1", "spark.range(3).createOrReplaceTempView(\"shared\")", Asked(session = "shared"))
    same(succeed("share2", "sql(\"select count(*) from shared\").first.getLong(0)", Asked(session = "shared")).results, List("3"))
    val wrong = fail("static", "1", Asked(conf = Map("spark.sql.warehouse.dir" -> "/x"))).error
    same(wrong.string("phase"), "start")
  }

  test("spark.stop does not take the session from others") {
    val ran = succeed("stopper", "spark.stop()\nsc.stop()\nspark.range(2).count")
    same(ran.results, List("2"))
    contains(ran.errorOutput, "is not stopped here")
  }

  test("failure is there in an error action, and only there") {
    val failure = Map("action" -> "step2", "type" -> "java.lang.ArithmeticException", "message" -> "/ by zero",
      "file" -> "file2.scala", "line" -> 1, "attempts" -> 4)
    val ran = succeed("handler", "AmaContext.failure.action + AmaContext.failure.line.get + AmaContext.failure.attempts",
      Asked(failure = Some(failure)))
    same(ran.results, List("step214"))
    contains(fail("handler", "AmaContext.failure").error.string("message"), "not an error action")
  }

  test("changed state of the JVM is told") {
    val before = java.util.TimeZone.getDefault
    try {
      val ran = succeed("toucher",
        "java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone(\"Asia/Tokyo\"))\nSystem.setProperty(\"acme.flag\", \"1\")\n" +
          "sc.hadoopConfiguration.set(\"acme.key\", \"2\")")
      same(ran.ended.strings("touched"), List("the default time zone is now Asia/Tokyo",
        "the Hadoop configuration was changed", "the system property acme.flag was changed"))
    } finally java.util.TimeZone.setDefault(before)
    same(succeed("untouched", "spark.range(3).count").ended.strings("touched"), Nil)
  }

  test("a streaming query keeps the action running until it ends") {
    val ran = succeed("streaming",
      """import org.apache.spark.sql.execution.streaming.runtime.MemoryStream
        |val query = spark.readStream.format("rate").load().writeStream.format("memory").queryName("q").start()
        |new Thread(() => { Thread.sleep(1200); query.stop() }).start()
        |val started = System.currentTimeMillis""".stripMargin.linesIterator.drop(1).mkString("\n"))
    same(ran.status, "succeeded")
    val stillActive = host.leader.of(ran.ended.string("attempt"))
    holds(stillActive.nonEmpty, "no messages")
  }

  test("sources of datasets.yml") {
    val path = host.folder.resolve("source").toString
    val sources = Seq(Map("name" -> "numbers", "uri" -> path, "format" -> "json", "mode" -> "overwrite"))
    val ran = succeed("sources",
      "AmaContext.persistDataset(\"numbers\", Seq(1, 2).toDF(\"n\"))\nAmaContext.persistDataset(\"numbers\", Seq(3).toDF(\"n\"))\n" +
        "AmaContext.loadDataset(\"numbers\").count", Asked(sources = sources))
    same(ran.results, List("1"))
    contains(fail("sources", "AmaContext.loadDataset(\"nope\")", Asked(sources = sources)).error.string("message"), "numbers")
  }

  test("a source that cannot be read or written is named with its place, above Spark's own error") {
    val at = "env/dev/datasets.yml:3"
    val sources = Seq(
      Map("name" -> "gone", "uri" -> host.folder.resolve("gone").toString, "format" -> "csv", "definedAt" -> at),
      Map("name" -> "once", "uri" -> host.folder.resolve("once").toString, "definedAt" -> at))
    val gone = fail("gone", "AmaContext.loadDataset(\"gone\")", Asked(sources = sources)).error
    same(gone.string("type"), "amaterasu.runtime.SourceException")
    contains(gone.string("message"), "the source \"gone\" (env/dev/datasets.yml:3) cannot be read: [PATH_NOT_FOUND]")
    same(gone.obj("cause").string("type"), "org.apache.spark.sql.AnalysisException")
    val persist = "AmaContext.persistDataset(\"once\", spark.range(2).toDF)\n"
    contains(fail("once", persist + persist, Asked(sources = sources)).error.string("message"), "cannot be written: [PATH_ALREADY_EXISTS]")
    val users = fail("users", "AmaContext.persistDataset(\"once\", spark.range(1).map(_ => 1 / 0).toDF)",
      Asked(sources = sources.map(_ + ("mode" -> "overwrite")))).error
    same(users.string("type"), "java.lang.ArithmeticException")
  }

  test("overwrite-partitions leaves the other partitions as they are, in files and in tables") {
    def source(more: (String, Any)) =
      Map("name" -> "days", "mode" -> "overwrite-partitions", "partitionBy" -> Seq("day"), "format" -> "parquet", more)
    for (kind <- Seq("uri" -> host.folder.resolve("days").toString, "table" -> "days")) {
      val ran = succeed("partitions",
        """AmaContext.persistDataset("days", Seq((1, "mon"), (2, "tue")).toDF("n", "day"))
          |AmaContext.persistDataset("days", Seq(("tue", 3)).toDF("day", "n"))
          |AmaContext.loadDataset("days").as[(Int, String)].collect.sorted.mkString""".stripMargin,
        Asked(sources = Seq(source(kind))))
      same(ran.results, List("(1,mon)(3,tue)"))
    }
  }

  test("the keys of a source, types kept") {
    val keys = Map("url" -> "https://example.org", "limit" -> 3L, "nested" -> Map("a" -> true))
    val sources = Seq(Map("name" -> "weather", "keys" -> keys))
    val ran = succeed("keys",
      """val source = AmaContext.source("weather")
        |val url: String = source("url")
        |val limit: Int = source("limit")
        |s"$url $limit ${source("nested")}"""".stripMargin, Asked(sources = sources))
    same(ran.results, List("https://example.org 3 {a: true}"))
    val loaded = fail("keys", "AmaContext.loadDataset(\"weather\")", Asked(sources = sources)).error
    contains(loaded.string("message"), "AmaContext.source(\"weather\")")
    contains(fail("keys", "AmaContext.source(\"weather\")(\"key\")", Asked(sources = sources)).error.string("message"),
      "the environment's source weather has no \"key\"")
  }
}
