package amaterasu.host.sql

import org.apache.spark.sql.catalyst.parser.{SqlToken, SqlTokens}

/** A file of SQL statements. `text` is the file's, from line `firstLine` on. */
final class SqlSource(val file: String, source: String, firstLine: Int) {
  val text: String = source.stripPrefix("\uFEFF")
  private val lineStarts = 0 +: text.indices.filter(text(_) == '\n').map(_ + 1).toVector

  def line(offset: Int): Int = firstLine + lineIndex(offset)
  def column(offset: Int): Int = offset - lineStarts(lineIndex(offset)) + 1

  /**
   * The statements, by the places of their first and last characters: they end with `;`. A script, from `BEGIN` to
   * `END`, has statements of its own; it ends where it first is one that `isWhole` says can be parsed.
   */
  def statements(isWhole: Span => Boolean): Vector[Span] = {
    val tokens = SqlTokens.of(text).filter(_.kind != SqlToken.Hidden)
    Iterator.unfold(tokens) { left =>
      val rest = left.dropWhile(_.kind == SqlToken.Semicolon)
      Option.when(rest.nonEmpty) {
        val own = rest.take(length(rest, isWhole))
        Span(own.head.start, own.last.end) -> rest.drop(own.size)
      }
    }.toVector
  }

  def tokens(span: Span): Vector[SqlToken] =
    SqlTokens.of(text.substring(span.start, span.end)).map(token =>
      token.copy(start = token.start + span.start, end = token.end + span.start))

  private def length(tokens: Vector[SqlToken], isWhole: Span => Boolean): Int = {
    val ends = tokens.indices.filter(tokens(_).kind == SqlToken.Semicolon).filter(_ > 0) :+ tokens.size
    if (tokens.head.kind != SqlToken.Begin) ends.head
    else ends.find(end => tokens(end - 1).kind == SqlToken.End && isWhole(Span(tokens.head.start, tokens(end - 1).end)))
      .getOrElse(tokens.size)
  }

  private def lineIndex(offset: Int): Int = lineStarts.search(offset) match {
    case scala.collection.Searching.Found(index) => index
    case scala.collection.Searching.InsertionPoint(index) => index - 1
  }
}

/** A part of a text. */
final case class Span(start: Int, end: Int)
