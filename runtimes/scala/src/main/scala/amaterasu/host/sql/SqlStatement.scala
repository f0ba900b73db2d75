package amaterasu.host.sql

/** One statement as Spark gets it. `pieces` tell where in the file its parts come from. */
final case class SqlStatement(source: SqlSource, span: Span, text: String, pieces: Vector[SqlStatement.Piece]) {
  def line: Int = source.line(span.start)
  def endLine: Int = source.line(span.end - 1)

  /** Where in the file a character of `text` stands. */
  def origin(offset: Int): Int = pieces.findLast(_.at <= offset).fold(span.start) { piece =>
    if (piece.isValue) piece.from else piece.from + (offset - piece.at)
  }

  def place: String = s"${source.file}:$line"
}

object SqlStatement {
  /** From `at` on the statement's text is what stands in the file from `from` on, or a value in the place of that. */
  final case class Piece(at: Int, from: Int, isValue: Boolean)
}
