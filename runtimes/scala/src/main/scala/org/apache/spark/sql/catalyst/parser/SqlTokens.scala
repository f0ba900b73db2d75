package org.apache.spark.sql.catalyst.parser

import org.antlr.v4.runtime.{CharStreams, Token}
import scala.jdk.CollectionConverters._

/** One token of Spark's own lexer, from `start` to `end` of the text. */
final case class SqlToken(kind: SqlToken.Kind, start: Int, end: Int)

object SqlToken {
  sealed trait Kind
  case object Semicolon extends Kind
  case object Begin extends Kind
  case object End extends Kind
  /** Blanks, and comments that are whole. */
  case object Hidden extends Kind
  /** A text in quotes, with backslashes to escape. */
  case object Text extends Kind
  /** A name in backticks. */
  case object Name extends Kind
  case object Other extends Kind
}

/** Opens what Spark keeps to its own packages: the lexer, which knows quotes and comments as the parser does. */
object SqlTokens {
  def of(text: String): Vector[SqlToken] = {
    val lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)))
    lexer.removeErrorListeners()
    val offsets = new Offsets(text)
    lexer.getAllTokens.asScala.map { token =>
      val (start, end) = (offsets.of(token.getStartIndex), offsets.of(token.getStopIndex + 1))
      SqlToken(kind(token, text.substring(start, end)), start, end)
    }.toVector
  }

  private def kind(token: Token, text: String): SqlToken.Kind = token.getType match {
    case SqlBaseLexer.SEMICOLON => SqlToken.Semicolon
    case SqlBaseLexer.BEGIN => SqlToken.Begin
    case SqlBaseLexer.END => SqlToken.End
    case SqlBaseLexer.STRING_LITERAL | SqlBaseLexer.DOUBLEQUOTED_STRING =>
      if (text.head == 'r' || text.head == 'R') SqlToken.Other else SqlToken.Text
    case SqlBaseLexer.BACKQUOTED_IDENTIFIER => SqlToken.Name
    case SqlBaseLexer.BRACKETED_COMMENT => if (text.endsWith("*/")) SqlToken.Hidden else SqlToken.Other
    case _ => if (token.getChannel == Token.DEFAULT_CHANNEL) SqlToken.Other else SqlToken.Hidden
  }

  /** The lexer counts characters; a Java string has two units for some of them. */
  private final class Offsets(text: String) {
    private val isPlain = text.codePointCount(0, text.length) == text.length
    private var (character, unit) = (0, 0)

    def of(index: Int): Int =
      if (isPlain) index
      else {
        unit = text.offsetByCodePoints(unit, index - character)
        character = index
        unit
      }
  }
}
