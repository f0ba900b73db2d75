package amaterasu.host.sql

import amaterasu.runtime.Settings
import org.apache.spark.sql.catalyst.parser.SqlTokens
import org.apache.spark.sql.functions

/** The values of `:name` in a statement: the parameters of the job, in their own types; `run-date` is `:run_date`. */
object Parameters {
  /** Only what the statement may mean: a statement that takes no parameters must not be given any. */
  def of(statement: String, params: Settings): Map[String, Any] = {
    val tokens = SqlTokens.of(statement)
    val names = tokens.zip(tokens.drop(1)).collect { case (colon, name) if statement(colon.start) == ':' =>
      statement.substring(name.start, name.end)
    }
    val bound = params.map { case (name, setting) => inSql(name) -> setting }
    names.flatMap(name => bound.get(name).map(setting => name -> typed(setting.value))).toMap
  }

  private def inSql(name: String): String = name.replaceAll("[^A-Za-z0-9_]", "_")

  private def typed(value: Any): Any = value match {
    case number: Long if number.isValidInt => number.toInt
    case number: BigDecimal => number.bigDecimal
    case items: Seq[_] => functions.array(items.map(item => functions.lit(typed(item))): _*)
    case map: collection.Map[_, _] =>
      functions.map(map.toSeq.flatMap { case (key, inner) => Seq(functions.lit(key), functions.lit(typed(inner))) }: _*)
    case other => other
  }
}
