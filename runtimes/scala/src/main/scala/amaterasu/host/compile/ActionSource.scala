package amaterasu.host.compile

/** A file's text, at its true lines. */
final case class SourcePart(file: String, text: String) {
  def endsEarly: CompileProblem = {
    val lines = text.stripLineEnd.split("\n", -1)
    CompileProblem("the source ends inside a statement", file, lines.length, lines.last.length + 1)
  }
}

/** An action's source: its file and, where it says `:load`, others; and the files by whose content it changes too. */
final case class ActionSource(file: String, parts: Vector[SourcePart], loaded: Vector[LoadedFile]) {
  def text: String = parts.map(_.text).mkString("\n")
  def jars: Seq[String] = loaded.filter(_.jar).map(_.path)
}

object ActionSource {
  /** `text` begins at line `firstLine` of `file`. */
  def of(file: String, text: String, firstLine: Int): ActionSource = {
    val placed = "\n" * (firstLine - 1) + text.stripPrefix("\uFEFF")
    ActionSource(file, Vector(SourcePart(file, placed)), Vector.empty)
  }
}
