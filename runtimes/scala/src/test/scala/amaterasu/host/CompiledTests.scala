package amaterasu.host

import java.nio.file.Files

/** Compiled actions that are kept. */
final class CompiledTests(host: TestHost) extends Suite(host) {
  private val source =
    """case class P(a: Int, name: String)
      |case class Q(p: P); sealed trait T; case object A extends T
      |println("ran")
      |val ds = Seq(P(1, "x"), P(2, "y")).toDS
      |ds.map(p => p.copy(a = p.a * 2)).collect().toList
      |sc.parallelize(1 to 3).map(i => P(i, "r")).filter(_.a > 1).collect().toList
      |Seq(Q(P(1, "q"))).toDS.map(_.p.name).collect().toList
      |lazy val l = sys.error("forced")
      |val (a, b) = (1, "two")
      |env.name""".stripMargin

  private val expected = List("List(P(2,x), P(4,y))", "List(P(2,r), P(3,r))", "List(q)", "test")

  test("an unchanged action runs from them, any number of times and two at once") {
    val kept = host.folder.resolve("kept").resolve("a1")
    val asked = Asked(compiled = Some(kept))
    val first = succeed("kept", source, asked)
    same(first.results, expected)
    holds(Files.isRegularFile(kept), "nothing was kept")
    for (_ <- 1 to 2) {
      val again = succeed("kept", source, asked)
      same(again.results, expected)
      same(again.output, "ran\n")
      same(again.lines, first.lines)
      same(again.statements.map(_.optString("type")), first.statements.map(_.optString("type")))
    }
    val attempts = (1 to 2).map(_ => host.start("kept", source, asked))
    attempts.foreach(attempt => same(host.finish(attempt).results, expected))
  }

  test("they are read, not compiled again") {
    val kept = host.folder.resolve("kept").resolve("a2")
    succeed("reads", "\"first\"", Asked(compiled = Some(kept)))
    // The leader's key says that the source is the same; were it compiled, the result would differ.
    same(succeed("reads", "\"second\"", Asked(compiled = Some(kept))).results, List("first"))
  }

  test("a corrupted, cut or missing file is made again") {
    val kept = host.folder.resolve("kept").resolve("a3")
    val asked = Asked(compiled = Some(kept))
    succeed("corrupt", "val x = 1", asked)
    val good = Files.readAllBytes(kept)
    for ((damage, i) <- List(good.take(good.length / 2), Array.emptyByteArray, good.updated(good.length - 3, 7.toByte),
        "nonsense".getBytes).zipWithIndex) {
      Files.write(kept, damage)
      // Another text, so that what the host remembers of the last compilation does not answer.
      same(succeed("corrupt", s"val x = 1\n\"made again $i\"", asked).results, List(s"made again $i"))
      holds(Files.size(kept) > 100, "not written again")
    }
  }

  test("compile keeps them too, and a run uses them") {
    val kept = host.folder.resolve("kept").resolve("a4")
    host.leader.ask("compile", "action" -> "ahead", "type" -> "spark-scala", "source" -> Map("inline" -> "\"compiled\""),
      "compiled" -> Map("path" -> kept.toString))
    holds(Files.isRegularFile(kept), "nothing was kept")
    same(succeed("ahead", "\"run\"", Asked(compiled = Some(kept))).results, List("compiled"))
  }

  test("a failed statement of a kept action fails again, at the same line") {
    val asked = Asked(compiled = Some(host.folder.resolve("kept").resolve("a5")))
    for (_ <- 1 to 2) same(fail("fails", "val a = 0\n\n1 / a", asked).error.long("line"), 3L)
  }

  test("datasets of kept actions go to other kept actions") {
    val one = Asked(compiled = Some(host.folder.resolve("kept").resolve("a6")), publish = host.reference("r"))
    val two = Asked(compiled = Some(host.folder.resolve("kept").resolve("a7")))
    for (_ <- 1 to 2) {
      succeed("gives", "case class P(a: Int)\nval r = sc.parallelize(1 to 4).map(i => P(i)).filter(_.a > 2)", one)
      same(succeed("takes", "AmaContext.getRDD[Any](\"gives\", \"r\").count", two).results, List("2"))
    }
  }

  test("an action that loads a file is compiled again when that file changes") {
    val other = host.folder.resolve("part.scala")
    val asked = Asked(compiled = Some(host.folder.resolve("kept").resolve("a8")))
    Files.writeString(other, "val part = 1\n")
    same(succeed("loader", s":load $other\npart", asked).results, List("1"))
    Files.writeString(other, "val part = 2\n")
    same(succeed("loader", s":load $other\npart ", asked).results, List("2"))
  }

  test("a long signature is renumbered whole") {
    val fields = (1 to 299).map(i => s"def methodWithALongName$i(parameter$i: Map[String, List[Int]]): Option[P$i] = None").mkString("; ")
    val classes = (1 to 299).map(i => s"case class P$i(a: Int, b: String)").mkString("; ")
    val text = s"case class P300(a: Int, b: String) { object Inner { $classes; trait T { $fields } } }\nSeq(P300(1, \"x\")).toDS.map(_.b).first"
    val asked = Asked(compiled = Some(host.folder.resolve("kept").resolve("a9")))
    for (_ <- 1 to 2) same(succeed("big", text, asked).results, List("x"))
  }
}
