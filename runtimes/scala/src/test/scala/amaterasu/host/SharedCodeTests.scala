package amaterasu.host

import java.nio.file.{Files, Path}

/** The code in `src/lib` that the actions of a repo share. */
final class SharedCodeTests(host: TestHost) extends Suite(host) {
  private def repo(files: (String, String)*): Path = {
    val root = Files.createTempDirectory(host.folder, "repo")
    files.foreach { case (name, text) =>
      val path = root.resolve("src/lib").resolve(name)
      Files.createDirectories(path.getParent)
      Files.writeString(path, text)
    }
    root
  }

  private val words =
    """package acme.words
      |
      |case class Word(text: String)
      |
      |object Words {
      |  def loud(text: String): String = text.toUpperCase + Marks.end
      |  def fails(n: Int): Int =
      |    1 / n
      |}""".stripMargin
  private lazy val root = repo("words.scala" -> words, "deep/marks.scala" -> "package acme.words\nobject Marks { val end = \"!\" }", "notes.txt" -> "{")

  test("its errors are told before an action runs, at their places") {
    val broken = repo("a.scala" -> "package a\nobject A { val n: Int = \"text\" }", "b.scala" -> "package a\n\nobject B { A.gone }")
    val ran = fail("uses", "println(1)", Asked(sourceRoot = Some(broken)))
    same((ran.output, ran.error.string("phase")), ("", "compile"))
    same(ran.error.list("all").map(error => (error.string("file"), error.long("line"))), List(("src/lib/b.scala", 3L)))
    same((ran.error.string("file"), ran.error.long("line"), ran.error.long("column")), ("src/lib/a.scala", 2L, 25L))
  }

  test("its errors are told before a jar runs") {
    val broken = repo("c.scala" -> "package c\nobject C { gone }")
    val error = fail("jar", "", Asked(sourceRoot = Some(broken), main = Some(Map("class" -> "acme.PlainMain")))).error
    same((error.string("phase"), error.string("file"), error.long("line")), ("compile", "src/lib/c.scala", 2L))
  }

  test("actions use it on the driver and in tasks") {
    val ran = succeed("uses",
      """import acme.words._
        |Words.loud("hello")
        |Seq(Word("a"), Word("b")).toDS.map(word => Words.loud(word.text)).collect.toList
        |sc.parallelize(Seq(Word("c"))).map(word => Words.loud(word.text)).collect.toList
        |val shout = udf((text: String) => Words.loud(text))
        |spark.range(1).select(shout(lit("d"))).first.getString(0)""".stripMargin, Asked(sourceRoot = Some(root)))
    same(ran.results, List("HELLO!", "List(A!, B!)", "List(C!)", "D!"))
  }

  test("where it fails, the action has the line and the stack its own") {
    val error = fail("fails", "\nacme.words.Words.fails(0)", Asked(sourceRoot = Some(root))).error
    same((error.string("file"), error.long("line"), error.optString("definedAt")), ("fails.scala", 2L, None))
    val frame = error.list("stack").head
    same((frame.string("file"), frame.long("line"), frame.string("origin")), ("src/lib/words.scala", 8L, "user"))
  }

  test("what was compiled with it is kept beside what was not, and is not compiled again") {
    val kept = Files.createDirectories(host.folder.resolve("kept-lib").resolve("ab")).resolve("action")
    val asked = Asked(sourceRoot = Some(root), compiled = Some(kept))
    same(succeed("kept", "acme.words.Words.loud(\"x\")", asked).results, List("X!"))
    same(succeed("kept", "acme.words.Words.loud(\"x\")", asked).results, List("X!"))
    holds(!Files.exists(kept) && kept.getParent.toFile.list.exists(_.startsWith("action-")), kept.getParent.toFile.list.toList)
  }

  test("jars of the job see it, on the driver and in tasks") {
    val asked = Asked(sourceRoot = Some(root), main = Some(Map("class" -> "acme.SharedMain")))
    same(succeed("jar", "", asked).output, "DRIVER! TASK!\n")
  }

  test("another version is refused, wherever it comes from") {
    val other = repo("words.scala" -> "package acme.words\nobject Words")
    contains(fail("other", "1", Asked(sourceRoot = Some(other))).error.string("message"), "another version")
    val edited = root.resolve("src/lib/deep/marks.scala")
    val before = Files.readString(edited)
    Files.writeString(edited, before.replace("!", "?"))
    contains(fail("edited", "1", Asked(sourceRoot = Some(root))).error.string("message"), "another version")
    Files.writeString(edited, before)
    succeed("again", "acme.words.Words.loud(\"x\")", Asked(sourceRoot = Some(root)))
  }
}
