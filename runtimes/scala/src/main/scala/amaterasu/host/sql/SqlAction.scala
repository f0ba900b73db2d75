package amaterasu.host.sql

import amaterasu.host.data.PublishedDataset
import amaterasu.host.output.Streams
import amaterasu.host.run._
import org.apache.spark.sql.classic.SqlStatements
import org.apache.spark.sql.{DataFrame, SparkSession}
import scala.collection.immutable.VectorMap
import scala.util.control.NonFatal

/**
 * A file of Spark SQL. All of it is parsed before the first statement runs. It defines the views that it creates and the
 * result of its last query.
 */
final class SqlAction(request: RunRequest, shared: Shared, execution: Execution, streams: Streams) extends ActionBody {
  private val source = new SqlSource(request.file, request.source.getOrElse(""), request.firstLine)
  @volatile private var views = VectorMap.empty[String, SqlAction.View]
  @volatile private var last = Option.empty[(DataFrame, SqlStatement)]
  @volatile private var resultName = SqlAction.Result
  @volatile private var values = VectorMap.empty[String, ShownValue]
  private var settingsChanged = false
  private def session: SparkSession = execution.session

  /** The parser belongs to the session. */
  override def prepare(): Option[ErrorReport.Report] = shared.compileCode(request)

  override def run(): Option[ErrorReport.Report] = SqlProgram.of(source, execution.env, session) match {
    case Left(problem) => Some(problem)
    case Right(program) =>
      resultName = resultOf(program)
      val lastQuery = program.lastIndexWhere(ready => SqlStatements.isQuery(ready.plan))
      program.iterator.zipWithIndex.takeWhile(_ => !execution.isCancelled)
        .map { case (ready, index) => runStatement(ready, index, index == lastQuery) }
        .collectFirst { case Some(error) => error }
  }

  override def names: Iterable[String] = views.keys ++ last.map(_ => resultName)

  override def defined(name: String): Option[PublishedDataset] =
    views.get(name).orElse(views.collectFirst { case (view, found) if view.equalsIgnoreCase(name) => found }) match {
      case Some(view) if SqlStatements.isThere(session, view.reader) => Some(dataset(view.data(), view.statement))
      case _ => last.filter(_ => name == resultName).map { case (data, statement) => dataset(data, statement) }
    }

  override def shown: Seq[(String, ShownValue)] = values.toSeq
  override def isUsers(frame: StackTraceElement): Boolean = false

  /** The one name that is asked for and is no view's; else `result`. */
  private def resultOf(program: Vector[ReadyStatement]): String = {
    val created = program.flatMap(ready => SqlStatements.createdView(ready.plan)).map(_._1)
    val asked = request.publish.map(_.name).filter(name => name != "*" && !created.exists(_.equalsIgnoreCase(name)))
    if (asked.size == 1) asked.head else SqlAction.Result
  }

  private def dataset(data: DataFrame, statement: SqlStatement): PublishedDataset =
    PublishedDataset(data, "org.apache.spark.sql.DataFrame", Some(statement.place))

  private def runStatement(ready: ReadyStatement, index: Int, isLast: Boolean): Option[ErrorReport.Report] = {
    val statement = ready.statement
    shared.outbox.tell("statement.started", request.attempt,
      "index" -> index, "line" -> statement.line, "endLine" -> statement.endLine)
    shared.sqlPlaces.note(statement)
    session.sparkContext.setJobDescription(statement.place)
    val began = System.nanoTime
    val outcome =
      try Right(execute(ready, isLast))
      catch { case NonFatal(problem) => Left(problem) }
    val ms = (System.nanoTime - began) / 1000 / 1000.0
    streams.deliver()
    outcome match {
      case Left(problem) =>
        Some(SqlErrors.of(execution.report(problem, "run", Some(index), Some(statement.line)), problem, statement))
      case Right((name, value)) =>
        name.foreach(defined => values = values.updated(defined, value))
        shared.outbox.tell("statement.finished", request.attempt, "index" -> index, "ms" -> ms, "name" -> name,
          "type" -> Some(value.tpe).filter(_.nonEmpty), "value" -> value.text, "data" -> Option.when(value.data)(true))
        None
    }
  }

  /** What it has defined, and what there is to show of it. */
  private def execute(ready: ReadyStatement, isLast: Boolean): (Option[String], ShownValue) = {
    // A setting may give what follows another meaning than it had when all was parsed.
    settingsChanged ||= SqlStatements.maySet(ready.plan)
    val asParsed = !settingsChanged && ready.parameters.isEmpty
    SqlStatements.createdView(ready.plan) match {
      case Some((name, reader)) =>
        val made = if (asParsed) SqlStatements.createTemporaryView(session, ready.plan) else None
        val viewed = made.getOrElse(SqlStatements.viewed(session, reader, perform(ready, asParsed)))
        views = views.updated(name, SqlAction.View(reader, viewed.data, ready.statement))
        Some(name) -> ShownValue.ofFrame("DataFrame", viewed.schema)
      case None =>
        val result = perform(ready, asParsed)
        if (isLast) last = Some(result -> ready.statement)
        Option.when(isLast)(resultName) -> shownResult(result)
    }
  }

  private def perform(ready: ReadyStatement, asParsed: Boolean): DataFrame =
    if (asParsed) SqlStatements.run(session, ready.plan)
    else if (ready.parameters.isEmpty) session.sql(ready.statement.text)
    else session.sql(ready.statement.text, ready.parameters)

  private def shownResult(result: DataFrame): ShownValue =
    if (result.columns.isEmpty)
      ShownValue("", SqlStatements.rowsWritten(result).map(rows => s"$rows ${if (rows == 1) "row" else "rows"}"), data = false)
    else {
      val shape = ShownValue.of("DataFrame", result, showData = false)
      // A query runs as far as it is shown, also where nobody looks: its errors belong to this statement.
      def table = SqlStatements.table(result, SqlAction.ShownRows, SqlAction.ShownWidth).stripTrailing
      if (request.showData) shape.copy(text = Some(table.take(SqlAction.MaxChars)), data = true)
      else {
        if (!SqlStatements.isConstant(result)) table
        shape
      }
    }
}

object SqlAction {
  /** The type of the actions that it runs. */
  final val Kind = "spark-sql"

  private val Result = "result"
  private val ShownRows = 20
  private val ShownWidth = 40
  private val MaxChars = 16384

  /** A view, by the parts of the name that reads it here, what it shows, and the statement that created it. */
  private final case class View(reader: Seq[String], data: () => DataFrame, statement: SqlStatement)
}
