package amaterasu.host.sql

import amaterasu.host.run.ErrorReport
import amaterasu.runtime.{Env, Settings}
import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan
import org.apache.spark.sql.classic.SqlStatements
import scala.util.control.NonFatal

/** A statement that the parser has taken. */
final case class ReadyStatement(statement: SqlStatement, plan: LogicalPlan, parameters: Map[String, Any])

/** All statements of a file, or all that is wrong with them, before the first one runs. */
object SqlProgram {
  private val NoSettings = Settings.of("nowhere", Map.empty)
  private val Nowhere = Env("", "", "", "", "", NoSettings, NoSettings)

  def of(source: SqlSource, env: Env, session: SparkSession): Either[ErrorReport.Report, Vector[ReadyStatement]] = {
    val (problems, statements) = read(source, env, session)
    problems.headOption.map(first => if (problems.tail.isEmpty) first else first.updated("all", problems.tail))
      .toLeft(statements)
  }

  /**
   * How many statements there are, or all that the parser has against them, without an environment; nothing of a file
   * that asks for its values, as nobody can tell what it will be with them.
   */
  def check(source: SqlSource, session: SparkSession): Option[Either[Vector[ErrorReport.Report], Int]] =
    Option.when(!Variables.areIn(source.text)) {
      val (problems, statements) = read(source, Nowhere, session)
      Either.cond(problems.isEmpty, statements.size, problems)
    }

  private def read(source: SqlSource, env: Env, session: SparkSession): (Vector[ErrorReport.Report], Vector[ReadyStatement]) = {
    val variables = new Variables(env)
    def ready(span: Span): Either[ErrorReport.Report, ReadyStatement] =
      variables.fill(source, span) match {
        case Left(missing) => Left(unfilled(source, missing))
        case Right(statement) => parse(statement, env, session)
      }
    source.statements(ready(_).isRight).map(ready).partitionMap(identity)
  }

  private def parse(statement: SqlStatement, env: Env, session: SparkSession): Either[ErrorReport.Report, ReadyStatement] =
    try {
      val parameters = Parameters.of(statement.text, env.params)
      Right(ReadyStatement(statement, SqlStatements.parse(session, statement.text, parameters), parameters))
    } catch { case NonFatal(problem) => Left(SqlErrors.ofParser(problem, statement)) }

  private def unfilled(source: SqlSource, missing: Variables.Missing): ErrorReport.Report =
    ErrorReport.simple("ama.NotDefined", missing.message, "compile") ++ Map(
      "file" -> source.file, "line" -> source.line(missing.offset), "column" -> source.column(missing.offset),
      "retryable" -> false)
}
