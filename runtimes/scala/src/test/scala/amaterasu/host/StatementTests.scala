package amaterasu.host

/** Whatever a user may write at the top level of a Scala script. */
final class StatementTests(host: TestHost) extends Suite(host) {

  test("statements are told at their true lines, with name, type and value") {
    val ran = succeed("lines",
      """// a comment first
        |/* a block
        |   comment */
        |val a = 1; val b = 2
        |
        |val sum =
        |  a +
        |    // a comment inside
        |    b
        |sum * 2
        |println("x")""".stripMargin)
    same(ran.lines, List(4, 4, 6, 10, 11))
    same(ran.messages.collect { case ("statement.started", params) => params.long("endLine") }, List(4, 4, 9, 10, 11))
    same(ran.value("sum"), "3")
    same(ran.tpe("sum"), "Int")
    same(ran.results, List("6"))
    same(ran.output, "x\n")
  }

  test("a chain over several lines with comments inside") {
    val ran = succeed("chain",
      """val n = List(1, 2, 3)
        |  .map(_ + 1) // plus one
        |  /* and */
        |  // then
        |  .filter(_ > 2)
        |  .sum
        |n""".stripMargin)
    same(ran.value("n"), "7")
  }

  test("companions, with comments between them") {
    val ran = succeed("companions",
      """case class P(a: Int, name: String)
        |// its companion
        |object P {
        |  def of(i: Int) = P(i, "n" + i)
        |  implicit val ord: Ordering[P] = Ordering.by(_.a)
        |}
        |List(P.of(2), P.of(1)).sorted""".stripMargin)
    same(ran.results, List("List(P(1,n1), P(2,n2))"))
  }

  test("case classes in Datasets and RDDs") {
    val ran = succeed("caseclasses",
      """case class P(a: Int, name: String)
        |val ds = Seq(P(1, "x"), P(2, "y")).toDS
        |ds.map(p => p.copy(a = p.a * 2)).filter(_.a > 2).collect().toList
        |sc.parallelize(1 to 3).map(i => P(i, "r")).filter(_.a > 1).map(p => (p.name, p)).groupByKey().mapValues(_.size).collect().toList
        |ds.groupByKey(_.name).mapGroups((k, it) => P(it.size, k)).collect().toList.sortBy(_.name)""".stripMargin)
    same(ran.results, List("List(P(4,y))", "List((r,2))", "List(P(1,x), P(1,y))"))
  }

  test("annotations") {
    val ran = succeed("annotations",
      """@deprecated("use other", "1.0")
        |def old(i: Int) = i
        |@annotation.tailrec
        |def loop(n: Int, acc: Int = 0): Int =
        |  if (n == 0) acc
        |  else loop(n - 1, acc + n)
        |@transient val t = loop(10)
        |t""".stripMargin)
    same(ran.value("t"), "55")
    same(ran.lines, List(1, 3, 7, 8))
  }

  test("pattern definitions") {
    val ran = succeed("patterns",
      """val Array(x, y) = Array(10, 20)
        |val (p, q) = (1, "two")
        |val h :: _ = List(7, 8): @unchecked
        |val one, two = 100
        |x + y + p + q.length + h + two""".stripMargin)
    same(ran.results, List("141"))
    same(ran.statements.head.string("name"), "x, y")
    same(ran.statements.head.string("value"), "10, 20")
  }

  test("redefinitions") {
    val ran = succeed("redefined",
      """val a = 1
        |def f = a
        |val a = "one"
        |a + f
        |def f = 2
        |f
        |class C { def x = 1 }
        |class C { def x = 2 }
        |new C().x""".stripMargin)
    same(ran.results, List("one1", "2", "2"))
  }

  test("implicit classes and implicit values") {
    val ran = succeed("implicits",
      """implicit class Rich(i: Int) { def squared = i * i }
        |7.squared
        |implicit val greeting: String = "hi"
        |def greet(implicit s: String) = s
        |greet""".stripMargin)
    same(ran.results, List("49", "hi"))
  }

  test("a lazy val is not forced to be shown") {
    val ran = succeed("lazyval", "lazy val l = { println(\"forced\"); 42 }\nval before = 1\nl")
    same(ran.value("l"), "<lazy>")
    holds(ran.messages.indexWhere(_._1 == "output") > ran.messages.indexWhere(_._2.optString("name").contains("before")),
      "it was forced too early")
    same(ran.results, List("42"))
  }

  test("interpolation and triple quotes") {
    val quotes = "\"\"\""
    val ran = succeed("interpolated",
      s"""val a = 2
         |val s = s${quotes}multi
         |  |line $${a + 1} "quoted" $$$$
         |  |:load nothing
         |  |end$quotes.stripMargin
         |s.linesIterator.size
         |f"$${a.toDouble}%.2f" """.stripMargin)
    same(ran.results, List("4", "2.00"))
  }

  test("parentheses and braces around a whole statement") {
    val ran = succeed("parens", "val a = 1\n(a + 1)\n((a + 2))\n\n{ a + 3 }\n\n(a, 4)\n(a + 5) * 2")
    same(ran.results, List("2", "3", "4", "(1,4)", "12"))
    same(ran.lines, List(1, 2, 3, 5, 7, 8))
  }

  test("traits, sealed hierarchies, type aliases, enumerations, generics") {
    val ran = succeed("types",
      """sealed trait T; case object A extends T; case class B(i: Int) extends T
        |type Alias = Map[String, T]
        |val m: Alias = Map("a" -> A, "b" -> B(2))
        |m("b") match { case A => "a"; case B(i) => "b" + i }
        |object Color extends Enumeration { val Red, Green = Value }
        |Color.Green.id
        |def twice[T](f: T => T)(x: T): T = f(f(x))
        |twice((_: Int) + 1)(1)
        |class Meters(val v: Double) extends AnyVal { def +(o: Meters) = new Meters(v + o.v) }
        |(new Meters(1) + new Meters(2)).v""".stripMargin)
    same(ran.results, List("b2", "1", "3", "3.0"))
  }

  test("variables, assignments and loops") {
    val ran = succeed("vars", "var c = 0\nfor (i <- 1 to 3) c += i\nc = c + 1\nc\nwhile (c > 5) { c -= 1 }\nc")
    same(ran.results, List("7", "5"))
  }

  test("imports, of own objects too") {
    val ran = succeed("imports",
      """import scala.collection.mutable
        |import java.util.{List => JList, _}
        |object Own { val x = 5; implicit val s: String = "implicit" }
        |import Own._
        |val l: JList[Int] = new ArrayList[Int]()
        |mutable.Buffer(x).head + implicitly[String]
        |val y = "hidden"
        |class Holder { val y = 6 }
        |val holder = { println("made once"); new Holder }
        |import holder._
        |y""".stripMargin)
    same(ran.results, List("5implicit", "6"))
    same(ran.output, "made once\n")
  }

  test("CRLF, tabs, a BOM and no newline at the end") {
    val ran = succeed("windows", "\uFEFFval a = 1\r\n\tval b =\r\n\t\ta + 1\r\n\r\nb * 2")
    same(ran.lines, List(1, 2, 5))
    same(ran.results, List("4"))
  }

  test("an empty source, and one of comments only") {
    same(succeed("empty", "").statements, Nil)
    same(succeed("comments", "// only\n/* x /* nested */ */\n;\n").statements, Nil)
  }

  test("what spark-shell has without an import") {
    val ran = succeed("unimported",
      """val df: DataFrame = Seq(1, 2, 3).toDF("n").where($"n" > 1).select(max(col("n")).as("m"))
        |df.as[Int].first
        |val r: Row = Row(1, "a")
        |val mode = SaveMode.Overwrite
        |spark.range(3).map(_ + 1).reduce(_ + _)
        |sqlContext.sql("select 1 as one").first.getInt(0)
        |sql("select 2").first.getInt(0)
        |sc.parallelize(Seq(1, 2)).toDF("x").count
        |val rdd: RDD[Int] = sc.parallelize(1 to 2)
        |Seq((1, "a")).toDS.map(_._2).first""".stripMargin)
    same(ran.results, List("3", "6", "1", "2", "2", "a"))
  }

  test("a user's own names hide those that are there without an import") {
    val ran = succeed("shadow",
      """def max(i: Int) = "mine"
        |max(1)
        |val Row = "row"
        |Row
        |import spark.implicits._
        |Seq(1).toDF("a").count
        |val spark = "own"
        |spark
        |util.Try(1).get""".stripMargin)
    same(ran.results, List("mine", "row", "1", "own", "1"))
  }

  test("an action does not see another one's names, nor its implicits") {
    succeed("first", "val secretOfFirst = 41; implicit val ii: Int = 7; case class P(x: Int)")
    contains(fail("second", "secretOfFirst + 1").error.string("message"), "not found: value secretOfFirst")
    contains(fail("second", "implicitly[Int]").error.string("message"), "could not find implicit")
    same(succeed("second", "case class P(y: String)\nSeq(P(\"q\")).toDS.map(p => p.y + \"!\").first").results, List("q!"))
  }

  test("nothing runs twice, and every attempt runs again") {
    val source = "println(\"run\")\nval a = { println(\"a\"); 1 }\na + a"
    same(succeed("once", source).output, "run\na\n")
    same(succeed("once", source).output, "run\na\n")
  }

  test(":paste, :load and :require mean what they mean in spark-shell") {
    java.nio.file.Files.writeString(host.folder.resolve("other.scala"), "val loaded = 20\nval more =\n  loaded + 1\n")
    val ran = succeed("loads", s":paste\nval a = 1\n:load ${host.folder}/other.scala\na + more")
    same(ran.results, List("22"))
    same(ran.lines, List(2, 1, 2, 4))
    val wrong = fail("loads", "val a = 1\n:help\n").error
    contains(wrong.string("message"), ":help")
    same(wrong.long("line"), 2L)
    val quotes = "\"\"\""
    same(succeed("nocommand", s"val s = $quotes\n:help\n$quotes\n/*\n:help\n*/\ns.trim").results, List(":help"))
    contains(fail("loads", ":load /no/such.scala").error.string("message"), "/no/such.scala")
  }
}
