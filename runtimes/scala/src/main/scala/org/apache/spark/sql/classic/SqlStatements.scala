package org.apache.spark.sql.classic

import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.catalyst.analysis.{PersistedView, UnresolvedIdentifier}
import org.apache.spark.sql.catalyst.expressions.{Alias, Literal}
import org.apache.spark.sql.catalyst.parser.NamedParameterContext
import org.apache.spark.sql.catalyst.plans.logical._
import org.apache.spark.sql.execution.{QueryExecution, SparkPlan}
import org.apache.spark.sql.execution.command.{CreateViewCommand, ResetCommand, SetCommand}
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing
import org.apache.spark.sql.functions.lit
import org.apache.spark.sql.types.StructType

/** Opens what Spark keeps to its own packages: the parser of a session, and what a statement is and has done. */
object SqlStatements {
  /** Throws what the parser has against it. */
  def parse(session: org.apache.spark.sql.SparkSession, text: String, parameters: Map[String, Any]): LogicalPlan = {
    val own = session.asInstanceOf[SparkSession]
    own.withActive {
      if (parameters.isEmpty) own.sessionState.sqlParser.parsePlan(text)
      else {
        val values = parameters.map { case (name, value) => name -> own.expression(lit(value)) }
        own.sessionState.sqlParser
          .parsePlanWithParameters(text, NamedParameterContext(own.resolveAndValidateParameters(values)))
      }
    }
  }

  /** The view that a statement creates, without its catalog and database, and the parts of the name that reads it. */
  def createdView(plan: LogicalPlan): Option[(String, Seq[String])] = plan match {
    case view: CreateViewCommand if view.viewType.toString.contains("Global") => global(view.name.table)
    case view: CreateViewCommand => Some(view.name.table -> view.name.nameParts)
    case view: CreateTempViewUsing if view.global => global(view.tableIdent.table)
    case view: CreateTempViewUsing => Some(view.tableIdent.table -> view.tableIdent.nameParts)
    case view: CacheTableAsSelect => Some(view.tempViewNameString -> Seq(view.tempViewNameString))
    case view: CreateView => view.child match {
      case UnresolvedIdentifier(parts, _) => Some(parts.last -> parts)
      case _ => None
    }
    case _ => None
  }

  /**
   * Creates the view itself where the statement is about a temporary one. As a query of Spark's it would cost ten times
   * as much, for a plan of one node and an entry in Spark's user interface.
   */
  def createTemporaryView(session: org.apache.spark.sql.SparkSession, plan: LogicalPlan): Option[Viewed] = plan match {
    case view: CreateViewCommand if view.viewType != PersistedView =>
      val own = session.asInstanceOf[SparkSession]
      own.withActive(own.sessionState.executePlan(plan).analyzed match {
        case command: CreateViewCommand if command.isAnalyzed =>
          command.run(own)
          Some(viewedBy(command, own))
        case _ => None
      })
    case _ => None
  }

  /**
   * What the view shows that `created` has made, as the query that it was analysed from where there is one: errors in a
   * view bear no place of it, those in a query do.
   */
  def viewed(session: org.apache.spark.sql.SparkSession, reader: Seq[String], created: DataFrame): Viewed =
    execution(created).analyzed match {
      case command: CreateViewCommand if command.isAnalyzed => viewedBy(command, session.asInstanceOf[SparkSession])
      case _ =>
        val table = session.table(quoted(reader))
        Viewed(table.schema, () => table)
    }

  private def viewedBy(command: CreateViewCommand, session: SparkSession): Viewed = {
    def data: DataFrame = Dataset.ofRows(session, command.plan)
    val fields = command.plan.schema.fields
    val names = command.userSpecifiedColumns.map(_._1)
    val named = fields.zip(names.padTo(fields.length, "")).map { case (field, name) =>
      if (name.isEmpty) field else field.copy(name = name)
    }
    Viewed(StructType(named), () => if (names.isEmpty) data else data.toDF(named.map(_.name).toIndexedSeq: _*))
  }

  /** What a view shows; its data is made when somebody asks for it. */
  final case class Viewed(schema: StructType, data: () => DataFrame)

  /** As `session.sql` does, of a statement that has been parsed already. */
  def run(session: org.apache.spark.sql.SparkSession, plan: LogicalPlan): DataFrame = {
    val own = session.asInstanceOf[SparkSession]
    own.withActive(Dataset.ofRows(own, plan))
  }

  /** Whether a statement may change settings, on which parsing depends: a script may, which is not run as one plan, too. */
  def maySet(plan: LogicalPlan): Boolean = plan match {
    case _: SetCommand | _: ResetCommand | _: CompoundBody => true
    case _ => false
  }

  /** Whether there is still what reads a view; of temporary ones no catalog has to be asked. */
  def isThere(session: org.apache.spark.sql.SparkSession, reader: Seq[String]): Boolean =
    session.asInstanceOf[SparkSession].sessionState.catalog.isTempView(reader) || session.catalog.tableExists(quoted(reader))

  /** Whether a statement only asks; a script's result is that of its last question. */
  def isQuery(plan: LogicalPlan): Boolean = plan match {
    case UnresolvedWith(child, _, _) => isQuery(child)
    case _: Command => false
    case other => !other.exists { case _: ParsedStatement | _: InsertIntoDir => true; case _ => false }
  }

  /** How many rows a statement has written, where Spark has counted them. */
  def rowsWritten(result: DataFrame): Option[Long] = execution(result).commandExecuted match {
    case done: CommandResult => counted(done.commandPhysicalPlan)
    case _ => None
  }

  /** Whether the rows are known without a job, as those of `SELECT 1` are; some are so only when they are optimized. */
  def isConstant(data: DataFrame): Boolean =
    isConstant(execution(data).analyzed) || isConstant(execution(data).optimizedPlan)

  private def isConstant(plan: LogicalPlan): Boolean = plan match {
    case Project(values, _: OneRowRelation) => values.forall { case Alias(_: Literal, _) => true; case _ => false }
    case _: LocalRelation => true
    case _ => false
  }

  /** The first rows as `show` prints them. */
  def table(data: DataFrame, rows: Int, width: Int): String = data.asInstanceOf[Dataset[_]].showString(rows, width)

  private def execution(data: DataFrame): QueryExecution = data.asInstanceOf[Dataset[_]].queryExecution

  private def counted(plan: SparkPlan): Option[Long] =
    plan.collectFirst { case node if node.metrics.contains("numOutputRows") => node.metrics("numOutputRows").value }

  private def global(name: String) = Some(name -> Seq("global_temp", name))

  private def quoted(parts: Seq[String]): String = parts.map(part => s"`${part.replace("`", "``")}`").mkString(".")
}
