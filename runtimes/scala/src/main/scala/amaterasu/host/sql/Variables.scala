package amaterasu.host.sql

import amaterasu.runtime.{Env, Settings}
import org.apache.spark.sql.catalyst.parser.SqlToken
import scala.util.matching.Regex

/**
 * Puts the environment's values in the place of `${env.…}` and `${params.…}`; all other `${…}` are Spark's. Between
 * quotes a value stays what it is, whatever it holds; elsewhere it becomes a part of the statement.
 */
final class Variables(env: Env) {
  import Variables._

  /** Left: what is missing, and where in the source. */
  def fill(source: SqlSource, span: Span): Either[Missing, SqlStatement] = {
    val tokens = source.tokens(span)
    val text = new StringBuilder
    val pieces = Vector.newBuilder[SqlStatement.Piece]
    var from = span.start
    def keep(until: Int): Unit = {
      pieces += SqlStatement.Piece(text.length, from, isValue = false)
      text ++= source.text.substring(from, until)
      from = until
    }
    val missing = found(source, span, tokens).flatMap { reference =>
      val start = span.start + reference.start
      keep(start)
      from = span.start + reference.end
      val value = try Right(valueOf(reference)) catch { case problem: NoSuchElementException => Left(problem.getMessage) }
      value.foreach { value =>
        pieces += SqlStatement.Piece(text.length, start, isValue = true)
        text ++= escaped(value, tokens.find(token => token.start <= start && start < token.end), source)
      }
      value.left.toOption.map(why => Missing(why, start))
    }.nextOption()
    keep(span.end)
    missing.toLeft(SqlStatement(source, span, text.toString, pieces.result()))
  }

  private def found(source: SqlSource, span: Span, tokens: Vector[SqlToken]): Iterator[Regex.Match] =
    Reference.findAllMatchIn(source.text.substring(span.start, span.end)).filterNot { reference =>
      val at = span.start + reference.start
      tokens.exists(token => token.kind == SqlToken.Hidden && token.start <= at && at < token.end)
    }

  private def valueOf(reference: Regex.Match): String = {
    val path = reference.group(2)
    try
      if (reference.group(1) == "params") setting(env.params, path)
      else path match {
        case "name" => env.name
        case "master" => env.master
        case "inputRootPath" => env.inputRootPath
        case "outputRootPath" => env.outputRootPath
        case "workingDir" => env.workingDir
        case Inner("configuration", key) => setting(env.configuration, key)
        case Inner("params", key) => setting(env.params, key)
        case other => throw new NoSuchElementException(s"`env.` has ${Names.mkString(", ")}, not \"$other\"")
      }
    catch { case problem: NoSuchElementException => Option(reference.group(3)).getOrElse(throw problem) }
  }

  /** A key may itself have dots, or lead into a value that has keys. */
  private def setting(settings: Settings, path: String): String = settings.get(path).map(_.toString)
    .orElse(inner(settings.view.mapValues(_.value).toMap, path.split('.').toList))
    .getOrElse(settings(path).toString)

  private def inner(values: collection.Map[_, _], path: List[String]): Option[String] =
    values.collectFirst { case (key, value) if key.toString == path.head => value }.flatMap {
      case map: collection.Map[_, _] if path.tail.nonEmpty => inner(map, path.tail)
      case value => Option.when(path.tail.isEmpty)(String.valueOf(value))
    }

  private def escaped(value: String, token: Option[SqlToken], source: SqlSource): String = token.map(_.kind) match {
    case Some(SqlToken.Text) =>
      val quote = source.text.charAt(token.get.start)
      value.replace("\\", "\\\\").replace(quote.toString, "\\" + quote)
    case Some(SqlToken.Name) => value.replace("`", "``")
    case _ => value
  }
}

object Variables {
  final case class Missing(message: String, offset: Int)

  /** Whether a text may ask for values of the environment. */
  def areIn(text: String): Boolean = Reference.findFirstIn(text).isDefined

  private val Reference = """\$\{(env|params)\.([\w.-]+?)(?::-([^}]*))?\}""".r
  private val Names =
    Seq("name", "master", "inputRootPath", "outputRootPath", "workingDir", "configuration.<key>", "params.<name>")
  private val Inner = """(configuration|params)\.(.+)""".r
}
