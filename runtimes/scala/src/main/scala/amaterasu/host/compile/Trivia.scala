package amaterasu.host.compile

/** White space, semicolons and comments: what may stand between two statements. */
object Trivia {
  /** Where what begins at `start` ends: the offset of the first character from there that is none of these. */
  @annotation.tailrec
  def endFrom(text: String, start: Int): Int =
    if (start >= text.length) text.length
    else if (text.charAt(start).isWhitespace || text.charAt(start) == ';') endFrom(text, start + 1)
    else if (text.startsWith("//", start)) endFrom(text, endOfLine(text, start))
    else if (text.startsWith("/*", start)) endFrom(text, endOfBlock(text, start))
    else start

  /** The lines, from 0, that do not begin inside a comment or a string. */
  def linesInCode(text: String): Set[Int] = {
    val lines = Set.newBuilder[Int]
    var at, line = 0
    lines += 0
    while (at < text.length) {
      val next = token(text, at)
      if (next == at + 1 && text.charAt(at) == '\n') { line += 1; lines += line }
      else line += text.substring(at, next).count(_ == '\n')
      at = next
    }
    lines.result()
  }

  /** The end of the comment or string that begins at `at`, else of its character. */
  private def token(text: String, at: Int): Int =
    if (text.startsWith("//", at)) endOfLine(text, at)
    else if (text.startsWith("/*", at)) endOfBlock(text, at)
    else if (text.startsWith(Quotes, at)) {
      val end = text.indexOf(Quotes, at + Quotes.length)
      if (end < 0) text.length else end + Quotes.length
    } else if (text.charAt(at) == '"') endOfString(text, at + 1)
    else if (text.startsWith("'\"'", at)) at + 3
    else at + 1

  @annotation.tailrec
  private def endOfString(text: String, at: Int): Int =
    if (at >= text.length || text.charAt(at) == '\n') at
    else if (text.charAt(at) == '"') at + 1
    else endOfString(text, if (text.charAt(at) == '\\') at + 2 else at + 1)

  private val Quotes = "\"\"\""

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
