package amaterasu.host.data

import org.apache.spark.sql.classic.SessionDatasets
import org.apache.spark.sql.functions.{coalesce, lit, raise_error}
import org.apache.spark.sql.types._
import org.apache.spark.sql.{DataFrame, SparkSession}

/**
 * Datasets between actions in files, so that every language reads from them what another has written. How the user's
 * own code writes files is the user's affair.
 */
object HandOver {
  def write(data: DataFrame, format: String, path: String): Unit = {
    val session = SessionDatasets.cloned(data.sparkSession)
    settings.foreach { case (key, value) => session.conf.set(key, value) }
    if (format == "csv") data.schema.foreach(mustBeFlat)
    val own = withColumns(SessionDatasets.rebind(data, session))
    val told = if (format == "csv") withoutEmptyLines(own) else own
    told.write.format(format).options(writing(format)).mode("overwrite").save(path)
  }

  /** Formats that keep no types get those that the dataset was published with. */
  def read(session: SparkSession, format: String, schema: Option[String], path: String): DataFrame =
    schema.map(DataType.fromJson) match {
      case Some(schema: StructType) => session.read.format(format).options(typed(format)).schema(schema).load(path)
      case _ => session.read.format(format).options(untyped(format)).load(path)
    }

  /**
   * Parquet has a type for instants; Spark's old one for them looks like a clock's reading to others. Other calendars
   * than today's are nobody's.
   */
  private val settings = Map(
    "spark.sql.parquet.outputTimestampType" -> "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite" -> "CORRECTED"
  )

  /** No file holds rows without columns; whoever knows the dataset's schema passes the one over that stands for them. */
  private def withColumns(data: DataFrame): DataFrame =
    if (data.schema.nonEmpty) data else data.select(lit(false).as("no columns"))

  /** A null in the only column would be an empty line, which every reader passes over. */
  private def withoutEmptyLines(data: DataFrame): DataFrame = data.columns match {
    case Array(name) =>
      val why = s"the column $name is the only one and holds null, which CSV cannot tell from no row; publish it as parquet"
      data.select(coalesce(data.col(s"`${name.replace("`", "``")}`"), raise_error(lit(why))).as(name))
    case _ => data
  }

  private def mustBeFlat(field: StructField): Unit = field.dataType match {
    case _: NumericType | _: StringType | BooleanType | DateType | TimestampType | TimestampNTZType => ()
    case kind => throw new IllegalArgumentException(
      s"the column ${field.name} is of the type ${kind.catalogString}, which CSV cannot hold; publish it as parquet")
  }

  private def writing(format: String): Map[String, String] = format match {
    case "csv" => csv ++ micros ++ Map("ignoreLeadingWhiteSpace" -> "false", "ignoreTrailingWhiteSpace" -> "false")
    case "json" => micros
    case _ => Map.empty
  }

  /** What does not fit the schema would silently be null. */
  private def typed(format: String): Map[String, String] = format match {
    case "csv" => readingCsv ++ Map("mode" -> "FAILFAST")
    case "json" => Map("mode" -> "FAILFAST")
    case _ => Map.empty
  }

  private def untyped(format: String): Map[String, String] =
    if (format == "csv") readingCsv ++ Map("inferSchema" -> "true") else Map.empty

  /** As RFC 4180 has it, with the names in the first line. */
  private val csv = Map("header" -> "true", "escape" -> "\"")

  /** Where null is the empty text, Spark takes `""` for null as well; with another word for null only what is not quoted. */
  private val readingCsv = csv ++ Map("multiLine" -> "true", "nullValue" -> "\u0000null\u0000")

  /** Spark itself cuts them to milliseconds, and zones to minutes. */
  private val micros = Map(
    "timeZone" -> "UTC",
    "timestampFormat" -> "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
    "timestampNTZFormat" -> "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"
  )
}
