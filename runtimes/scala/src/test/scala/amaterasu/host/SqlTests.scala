package amaterasu.host

/** Files of Spark SQL. */
final class SqlTests(host: TestHost) extends Suite(host) {
  private def sql(publish: String*): Asked = Asked(kind = Some("spark-sql"), publish = host.reference(publish: _*))
  private def problem(text: String, asked: Asked = sql()) = fail("broken", text, asked).error
  private def place(error: amaterasu.host.protocol.Params) = (error.string("file"), error.long("line"), error.long("column"))

  /** What the user interface of Spark calls the queries that have run. */
  private def describedQueries: Seq[String] = {
    val session = org.apache.spark.sql.classic.SparkSession.getDefaultSession.get
    val bus = session.sparkContext.getClass.getMethod("listenerBus").invoke(session.sparkContext)
    bus.getClass.getMethod("waitUntilEmpty").invoke(bus)
    session.sharedState.statusStore.executionsList().map(_.description)
  }

  test("statements end with semicolons, not those in quotes and comments; views and the last query are published") {
    val ran = succeed("clean",
      """-- a comment; with a semicolon
        |CREATE TEMP VIEW odd AS
        |  SELECT id AS number, ';' AS mark /* ; */ FROM range(1, 10, 2);
        |
        |SELECT max(number) AS top FROM odd
        |""".stripMargin, sql("odd", "result"))
    same(ran.lines, List(2L, 5L))
    same(ran.messages.collect { case ("statement.started", told) => told.long("endLine") }, List(3L, 5L))
    same(ran.published.map(told => (told.string("name"), told.string("kind"), told.string("definedAt"))),
      List(("odd", "dataframe", "clean.sql:2"), ("result", "dataframe", "clean.sql:5")))
    same(ran.tpe("odd"), "DataFrame [number: bigint, mark: string]")
    same(ran.value("result"), "+---+\n|top|\n+---+\n|9  |\n+---+".replace("9  ", "  9"))
    same(succeed("reader", "AmaContext.getDataFrame(\"clean\", \"odd\").count").results, List("5"))
  }

  test("temporary views of all kinds are made at once, keep to each other, and are no queries of Spark's") {
    val ran = succeed("views",
      """CREATE TEMP VIEW a (n) AS SELECT id FROM range(3);
        |CREATE OR REPLACE TEMP VIEW a AS SELECT id + 1 AS n FROM range(3);
        |CREATE GLOBAL TEMP VIEW views_g AS SELECT id * 2 AS m FROM range(3);
        |CACHE TABLE c AS SELECT 1 AS one""".stripMargin, sql("a", "views_g", "c"))
    same((ran.tpe("a"), ran.tpe("views_g"), ran.tpe("c")),
      ("DataFrame [n: bigint]", "DataFrame [m: bigint]", "DataFrame [one: int]"))
    same(describedQueries.filter(_.startsWith("views.sql")).distinct, Seq("views.sql:4"))
    same(succeed("sums", "SELECT sum(m) AS s FROM global_temp.views_g; SELECT sum(n) AS s FROM views.a", sql()).value("result"),
      "+---+\n|  s|\n+---+\n|  6|\n+---+")
    same(problem("CREATE TEMP VIEW a AS SELECT 1;\nCREATE TEMP VIEW a AS SELECT 2").string("type"), "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS")
    same(place(problem("CREATE TEMP VIEW a AS SELECT 1 AS n;\nCREATE TEMP VIEW b AS\n  SELECT m FROM a")), ("broken.sql", 3L, 10L))
    same(problem("CREATE TEMP VIEW a AS SELECT 1;\nCREATE OR REPLACE TEMP VIEW a AS SELECT * FROM a").string("type"), "RECURSIVE_VIEW")
    same(problem("CREATE TEMP VIEW a (x, y) AS SELECT 1").string("type"), "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS")
  }

  test("the last query has the one name that is asked for") {
    same(succeed("named", "SELECT 1; SELECT 2 AS two; CREATE TEMP VIEW v AS SELECT 3", sql("answer", "v")).published
      .map(told => (told.string("name"), told.string("definedAt"))), List(("answer", "named.sql:1"), ("v", "named.sql:1")))
  }

  test("what writes a folder is no query, in whatever form") {
    val folder = java.nio.file.Files.createTempDirectory(host.folder, "written").toString
    val into = s"INSERT OVERWRITE DIRECTORY '$folder/out' USING parquet"
    same(succeed("writes", s"SELECT 1; $into SELECT 2; FROM range(3) $into SELECT id; WITH t AS (SELECT 3) $into SELECT * FROM t", sql("result"))
      .published.map(_.string("definedAt")), List("writes.sql:1"))
  }

  test("another action's dataset is read by its name, with the session's own settings") {
    succeed("start", "val odd = spark.range(1, 10, 2).toDF(\"number\")", Asked(publish = host.reference("odd")))
    same(succeed("reads", "SET spark.sql.shuffle.partitions = 3; SELECT start.odd.number FROM start.odd WHERE number > 8", sql()).value("result"),
      "+------+\n|number|\n+------+\n|     9|\n+------+")
  }

  test("values of the environment, in quotes, names and bare; others are Spark's; parameters have types") {
    val asked = sql().copy(configuration = Map("who" -> "O'Brien \\o/", "table" -> "a`b", "n" -> 2, "deep" -> Map("er" -> "x")),
      params = Map("top" -> 2, "run-day" -> "2026-01-02", "day" -> "2026-01-02", "share" -> 0.5, "list" -> List("a", "b"), "on" -> true))
    val ran = succeed("filled",
      """CREATE TEMP VIEW `${env.configuration.table}` AS SELECT id FROM range(10) -- ${env.nothing}
        |;
        |SELECT '${env.configuration.who}' AS who, '${env.configuration.deep.er}${params.day}${env.configuration.missing:-!}' AS x, ${env.name} AS y
        |FROM (SELECT 1 AS test);
        |SET acme = 7; SELECT ${acme} AS seven;
        |SELECT id, :run_day = '2026-01-02' AS a, :share * 2 AS b, :list[1] AS c, :on AS d FROM `a``b` WHERE id < 9 ORDER BY id LIMIT :top
        |""".stripMargin, asked)
    val tables = ran.messages.collect { case ("statement.finished", told) => told.optString("value").getOrElse("") }
    contains(tables(1), "|O'Brien \\o/|x2026-01-02!|  1|")
    contains(tables(3), "|    7|")
    contains(tables(4), "|  0|true|1.0|  b|true|")
    holds(!tables(4).contains("|  2|"), "the limit was not bound")
  }

  test("a value that is not there is an error at its place, before anything runs") {
    val error = problem("SELECT 1;\nSELECT '${params.nope}'")
    same((error.string("phase"), place(error)), ("compile", ("broken.sql", 2L, 9L)))
    contains(error.string("message"), "has no \"nope\"")
  }

  test("all syntax errors are reported before the first statement runs") {
    val ran = fail("broken", "CREATE TABLE never USING parquet AS SELECT 1;\nSELECT *\n  FORM x y z;\nSELEKT 1;\nSELECT 2", sql())
    same(ran.lines, Nil)
    same((ran.error.string("type"), ran.error.string("phase"), place(ran.error)), ("PARSE_SYNTAX_ERROR", "compile", ("broken.sql", 3L, 8L)))
    same(ran.error.list("all").map(place), List(("broken.sql", 4L, 1L)))
    holds(ran.error.strings("types").contains("42601"), ran.error.strings("types"))
    holds(!ran.error.string("message").contains("== SQL"), ran.error.string("message"))
  }

  test("compile tells what the parser has against a file, unless that depends on the environment") {
    def compiled(text: String) = host.leader.ask("compile", "action" -> "broken", "type" -> "spark-sql",
      "file" -> "broken.sql", "firstLine" -> 11, "source" -> Map("inline" -> text))
    same(compiled("SELECT 1;\nSELECT *\n  FORM x y z;\nSELEKT 1").list("errors").map(place),
      List(("broken.sql", 13L, 8L), ("broken.sql", 14L, 1L)))
    same(compiled("SELECT 1; SELECT :day, 2 LIMIT :top").fields, Map("errors" -> Nil, "statements" -> 2L))
    same(compiled("SELECT ${env.columns} FORM x y z").fields, Map("errors" -> Nil))
  }

  test("a table that is not there, at its line and column, with Spark's condition") {
    val error = problem("SELECT 1;\n\nSELECT *\n  FROM nowhere")
    same((error.string("type"), place(error), error.boolean("retryable", default = true)),
      ("TABLE_OR_VIEW_NOT_FOUND", ("broken.sql", 4L, 8L), false))
    holds(error.strings("types").contains("org.apache.spark.sql.AnalysisException"), error.strings("types"))
    same(problem("SELECT '😀' AS a, '${env.name}' AS b, nope FROM range(1)").long("column"), 39L)
  }

  test("an error while it runs has a place too") {
    val error = problem("SET spark.sql.ansi.enabled = true;\nSELECT 1,\n  id / (id - 1)\nFROM range(3)")
    same((error.string("type"), error.string("phase"), place(error), error.long("statement")),
      ("DIVIDE_BY_ZERO", "run", ("broken.sql", 3L, 3L), 1L))
  }

  test("a script from BEGIN to END is one statement") {
    val ran = succeed("script",
      """BEGIN
        |  DECLARE n INT DEFAULT 0;
        |  WHILE n < 3 DO
        |    SET n = n + CASE WHEN n > 100 THEN 2 ELSE 1 END;
        |  END WHILE;
        |  BEGIN SELECT n AS inner_; END;
        |  SELECT n;
        |END;
        |SELECT 5 AS five""".stripMargin, sql())
    same(ran.lines, List(1L, 9L))
    contains(ran.statements.head.string("value"), "|  3|")
  }

  test("DDL and DML show their effect, and what they change ends with the attempt") {
    val ran = succeed("effects",
      """CREATE DATABASE shop; USE shop; CREATE TABLE t (a INT) USING parquet; INSERT INTO t VALUES (1), (2), (3);
        |SHOW TABLES; DROP TABLE t; USE default; DROP DATABASE shop""".stripMargin, sql())
    same(ran.statements(3).optString("value"), Some("3 rows"))
    contains(ran.statements(4).string("value"), "shop")
    same(succeed("after", "SELECT current_database() AS d", sql()).value("result").linesIterator.toList(3), "|default|")
  }

  test("rows are not shown where they must not be") {
    val finished = succeed("hidden", "SELECT 'secret' AS s", sql().copy(showData = false)).statements.head
    same((finished.optString("value"), finished.string("type")), (None, "DataFrame [s: string]"))
  }

  test("a view that fails in its reader names the place where it was made") {
    succeed("lazysql", "SET spark.sql.ansi.enabled = true;\nCREATE TEMP VIEW v AS\n  SELECT 1 / (id - id) AS x FROM range(2)", sql("v"))
    val error = fail("victim", "AmaContext.getDataFrame(\"lazysql\", \"v\").collect").error
    same((error.string("file"), error.optString("definedAt")), ("victim.scala", Some("lazysql.sql:3")))
    val second = fail("victim", "SELECT 1;\nSELECT * FROM lazysql.v", sql()).error
    same((second.long("line"), second.optString("definedAt")), (2L, Some("lazysql.sql:3")))
  }

  test("a view of another action's session is explained") {
    succeed("owner", "CREATE TEMP VIEW mine AS SELECT 1", sql())
    contains(problem("SELECT * FROM mine").string("hint"), "owner has a temporary view of that name")
  }

  test("cancel ends a running query") {
    val attempt = host.start("long", "SELECT 1;\nSELECT sum(hash(id)) FROM range(0, 2000000000000, 1, 4)", sql())
    host.leader.awaitMessage(attempt, "statement.started")(_.long("index") == 1)
    Thread.sleep(500)
    host.leader.ask("cancel", "attempt" -> attempt, "graceMs" -> 10000)
    val ran = host.finish(attempt)
    same((ran.status, ran.ended.boolean("clean", default = false)), ("cancelled", true))
  }

  test("an empty file, comments alone, Windows line ends and a byte order mark") {
    same(succeed("empty", "", sql()).lines, Nil)
    same(succeed("comments", "-- nothing;\n/* ; */;;", sql()).lines, Nil)
    same(succeed("windows", "\uFEFFSELECT 1 AS a;\r\nSELECT 2\r\n  AS b;\r\n", sql()).lines, List(1L, 2L))
    same(problem("SELECT 'open").string("phase"), "compile")
    same(problem("/* open").string("phase"), "compile")
  }
}
