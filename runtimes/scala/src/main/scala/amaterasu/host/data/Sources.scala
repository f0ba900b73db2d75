package amaterasu.host.data

import amaterasu.runtime.{Settings, SourceException}
import org.apache.spark.sql.classic.SessionDatasets
import org.apache.spark.sql.{AnalysisException, DataFrame, SparkSession}
import scala.util.control.NonFatal

/** Reads and writes the sources that the attempt's environment names. */
final class Sources(sources: List[Source], session: () => SparkSession) {

  def settings(name: String): Settings = find(name).settings

  def load(name: String): DataFrame = {
    val source = find(name)
    try
      (source.uri, source.table) match {
        case (Some(uri), _) => session().read.format(format(source)).options(source.options).load(uri)
        case (None, Some(table)) => session().table(table)
        case _ => unusable(source)
      }
    catch { case NonFatal(problem) => throw failure(source, "read", problem) }
  }

  def persist(name: String, data: DataFrame): Unit = {
    val source = find(name)
    try
      (source.uri, source.table) match {
        case (Some(uri), _) => write(source, data).format(format(source)).save(uri)
        case (None, Some(table)) => writeTable(source, table, data)
        case _ => unusable(source)
      }
    catch {
      // What the data's own code throws while it is written is not about the source, and stays as it is.
      case problem @ (_: AnalysisException | _: ClassNotFoundException) => throw failure(source, "written", problem)
    }
  }

  private def write(source: Source, data: DataFrame) = {
    val dynamic = Option.when(source.overwritesPartitions)("partitionOverwriteMode" -> "dynamic")
    data.write.options(source.options ++ dynamic).mode(source.saveMode).partitionBy(source.partitionBy: _*)
  }

  private def writeTable(source: Source, table: String, data: DataFrame): Unit =
    if (source.overwritesPartitions && session().catalog.tableExists(table)) overwritePartitions(table, data)
    else {
      val writer = write(source, data)
      source.format.fold(writer)(writer.format).saveAsTable(table)
    }

  /**
   * `saveAsTable` would drop the table with all its partitions, and `insertInto` heeds no option for it, only the
   * setting of the session; a clone of it leaves the action's own as it is.
   */
  private def overwritePartitions(table: String, data: DataFrame): Unit = {
    val own = SessionDatasets.cloned(session())
    own.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
    own.conf.set("hive.exec.dynamic.partition.mode", "nonstrict")
    val columns = session().table(table).columns.map(column => data.col(s"`${column.replace("`", "``")}`"))
    SessionDatasets.rebind(data.select(columns.toSeq: _*), own).write.mode("overwrite").insertInto(table)
  }

  private def format(source: Source): String = source.format.getOrElse("parquet")

  private def find(name: String): Source = sources.find(_.name == name).getOrElse {
    val has = if (sources.isEmpty) "it names none" else s"it names ${sources.map(_.name).mkString(", ")}"
    throw new NoSuchElementException(s"the environment's datasets.yml has no $name: $has")
  }

  private def failure(source: Source, done: String, problem: Throwable): SourceException =
    new SourceException(s"the source ${source.place} cannot be $done: ${problem.getMessage}", problem)

  private def unusable(source: Source): Nothing = throw new IllegalArgumentException(
    s"it has neither a uri nor a table; its keys are AmaContext.source(\"${source.name}\")")
}
