package amaterasu.host.data

import org.apache.spark.sql.{DataFrame, SparkSession}

/** An external dataset of the environment's `datasets.yml`: a file where `uri` is given, else a table. */
final case class Source(
    name: String,
    uri: Option[String],
    format: Option[String],
    table: Option[String],
    mode: Option[String],
    options: Map[String, String]
)

/** Reads and writes the sources that the attempt's environment names. */
final class Sources(sources: List[Source], session: () => SparkSession) {

  def load(name: String): DataFrame = {
    val source = find(name)
    (source.uri, source.table) match {
      case (Some(uri), _) => session().read.format(format(source)).options(source.options).load(uri)
      case (None, Some(table)) => session().table(table)
      case _ => unusable(source)
    }
  }

  def persist(name: String, data: DataFrame): Unit = {
    val source = find(name)
    val overwritesPartitions = source.mode.contains("overwrite-partitions")
    val options = if (overwritesPartitions) source.options + ("partitionOverwriteMode" -> "dynamic") else source.options
    val mode = if (overwritesPartitions) "overwrite" else source.mode.getOrElse("error")
    val writer = data.write.options(options).mode(mode)
    (source.uri, source.table) match {
      case (Some(uri), _) => writer.format(format(source)).save(uri)
      case (None, Some(table)) => source.format.fold(writer)(writer.format).saveAsTable(table)
      case _ => unusable(source)
    }
  }

  private def format(source: Source): String = source.format.getOrElse("parquet")

  private def find(name: String): Source = sources.find(_.name == name).getOrElse {
    val has = if (sources.isEmpty) "it names none" else s"it names ${sources.map(_.name).mkString(", ")}"
    throw new NoSuchElementException(s"the environment's datasets.yml has no $name: $has")
  }

  private def unusable(source: Source): Nothing =
    throw new IllegalArgumentException(s"${source.name} in datasets.yml has neither a uri nor a table")
}
