package amaterasu.host.sql

import amaterasu.host.run.ErrorReport
import amaterasu.host.run.ErrorReport.Report
import org.apache.spark.sql.AnalysisException
import org.apache.spark.sql.catalyst.trees.SQLQueryContext
import org.apache.spark.{ErrorText, SparkThrowable}

/** Errors by Spark's own conditions, such as `TABLE_OR_VIEW_NOT_FOUND`, at their places in the file. */
object SqlErrors {
  /** Of a statement that could not be parsed. */
  def ofParser(problem: Throwable, statement: SqlStatement): Report =
    of(ErrorReport.simple(problem.getClass.getName, String.valueOf(problem.getMessage), "compile") ++ Map(
      "file" -> statement.source.file, "line" -> statement.line, "retryable" -> false), problem, statement)

  /** Of a statement that has run; `report` is what is known of any exception. */
  def of(report: Report, problem: Throwable, statement: SqlStatement): Report = condition(report, problem) match {
    case None => report
    case Some(error) =>
      val place = offset(error, statement).map(statement.origin)
      val classes = report("type") +: report("types").asInstanceOf[Seq[Any]]
      val more = Seq(error.getCondition.takeWhile(_ != '.'), error.getSqlState).filter(_ != null)
      report ++ Seq(
        "type" -> error.getCondition, "types" -> (more ++ classes).distinct.filterNot(_ == error.getCondition),
        "message" -> ErrorText.of(error).getOrElse(report("message"))) ++
        place.toSeq.flatMap(at => Seq("line" -> statement.source.line(at), "column" -> statement.source.column(at)))
  }

  /** The exception that the report is of, if it is one of Spark's own. */
  private def condition(report: Report, problem: Throwable): Option[SparkThrowable] =
    Iterator.iterate(problem)(_.getCause).takeWhile(_ != null).take(MaxCauses).collectFirst {
      case error: SparkThrowable if error.getClass.getName == report("type") && error.getCondition != null => error
    }

  /** Where in the statement's text; none where the error is in what the statement reads. */
  private def offset(error: SparkThrowable, statement: SqlStatement): Option[Int] = {
    val contexts = error.getQueryContext.toSeq.collect { case context: SQLQueryContext => context }
    val own = contexts.find(context => context.sqlText.contains(statement.text)).flatMap(_.originStartIndex)
    own.map(index => units(statement.text, index)).orElse(error match {
      case analysis: AnalysisException if contexts.forall(_.sqlText.isEmpty) => lineAndColumn(analysis, statement.text)
      case _ => None
    })
  }

  private def lineAndColumn(error: AnalysisException, text: String): Option[Int] = error.line.map { line =>
    val start = text.linesWithSeparators.take(line - 1).map(_.length).sum
    math.min(start + units(text.drop(start), error.startPosition.getOrElse(0)), text.length)
  }

  /** Spark counts characters; a Java string has two units for some of them. */
  private def units(text: String, characters: Int): Int =
    if (characters > text.length) text.length
    else text.offsetByCodePoints(0, math.min(characters, text.codePointCount(0, text.length)))

  private val MaxCauses = 16
}
