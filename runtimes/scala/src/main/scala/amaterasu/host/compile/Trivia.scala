package amaterasu.host.compile

/** White space, semicolons and comments: what may stand between two statements. */
object Trivia {
  /** The offset of the first character from `start` that is none of these. */
  @annotation.tailrec
  def skip(text: String, start: Int): Int =
    if (start >= text.length) text.length
    else if (text.charAt(start).isWhitespace || text.charAt(start) == ';') skip(text, start + 1)
    else if (text.startsWith("//", start)) skip(text, endOfLine(text, start))
    else if (text.startsWith("/*", start)) skip(text, endOfBlock(text, start))
    else start

  private def endOfLine(text: String, start: Int): Int = {
    val end = text.indexOf('\n', start)
    if (end < 0) text.length else end
  }

  /** Block comments nest in Scala. */
  private def endOfBlock(text: String, start: Int): Int = {
    var depth = 1
    var at = start + 2
    while (depth > 0 && at < text.length) {
      if (text.startsWith("/*", at)) { depth += 1; at += 2 }
      else if (text.startsWith("*/", at)) { depth -= 1; at += 2 }
      else at += 1
    }
    at
  }
}
