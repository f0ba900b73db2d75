package amaterasu.host.compile

/** An action's source: `text` begins at line `firstLine` of `file`. */
final case class ActionSource(file: String, rawText: String, firstLine: Int, loaded: Vector[LoadedFile] = Vector.empty) {
  val text: String = rawText.stripPrefix("\uFEFF")

  /** The text at its true lines. */
  val padded: String = "\n" * (firstLine - 1) + text

  def endsEarly: CompileProblem = {
    val lines = padded.stripLineEnd.split("\n", -1)
    CompileProblem("the source ends inside a statement", file, lines.length, lines.last.length + 1)
  }
}
