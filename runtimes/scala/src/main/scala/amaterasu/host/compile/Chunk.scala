package amaterasu.host.compile

/** The text of one statement, from `start` to `end` of its part of the source. */
final case class Chunk(part: SourcePart, start: Int, end: Int) {
  private def source = part.text
  def file: String = part.file
  def line: Int = 1 + lineFeeds(0, start)
  def endLine: Int = line + lineFeeds(start, end)
  def text: String = source.substring(start, end)
  def headline: String = text.linesIterator.next().trim

  /** The text, moved by blanks to the line and column where it stands in the file, so that the compiler's places fit. */
  def placed: String = {
    val indent = source.substring(source.lastIndexOf('\n', start - 1) + 1, start)
    "\n" * (line - 1) + indent.map(c => if (c == '\t') c else ' ') + text
  }

  private def lineFeeds(from: Int, until: Int): Int = {
    var count = 0
    var i = from
    while (i < until) {
      if (source.charAt(i) == '\n') count += 1
      i += 1
    }
    count
  }
}
