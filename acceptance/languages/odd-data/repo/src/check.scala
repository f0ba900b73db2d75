import org.apache.spark.sql.types._
import org.apache.spark.sql.{DataFrame, Row}

spark.conf.set("spark.sql.datetime.java8API.enabled", true)
val read = Map(
  "make" -> AmaContext.getDataFrame("make", "odd"),
  "pyspark" -> AmaContext.getDataFrame("pyspark", "odd"),
  "arrow" -> AmaContext.getDataFrame("arrow", "odd"),
  "pandas with types of Arrow" -> AmaContext.getDataFrame("arrow", "framed"),
  "sql" -> AmaContext.getDataFrame("sql", "odd"),
  "sparkr" -> AmaContext.getDataFrame("sparkr", "odd"),
  "sparkr, collected" -> AmaContext.getDataFrame("sparkr", "collected"),
  "pandas" -> AmaContext.getDataFrame("pandas", "odd"),
  "r" -> AmaContext.getDataFrame("r", "odd"),
  "duckdb" -> AmaContext.getDataFrame("duckdb", "odd"),
  "shell" -> AmaContext.getDataFrame("shell", "odd"))
val empties = Map(
  "make" -> AmaContext.getDataFrame("make", "empty"),
  "pyspark" -> AmaContext.getDataFrame("pyspark", "empty"),
  "arrow" -> AmaContext.getDataFrame("arrow", "empty"),
  "sql" -> AmaContext.getDataFrame("sql", "empty"),
  "sparkr" -> AmaContext.getDataFrame("sparkr", "empty"),
  "pandas" -> AmaContext.getDataFrame("pandas", "empty"),
  "r" -> AmaContext.getDataFrame("r", "empty"),
  "duckdb" -> AmaContext.getDataFrame("duckdb", "empty"),
  "shell" -> AmaContext.getDataFrame("shell", "empty"))
val columnless = Map(
  "make" -> AmaContext.getDataFrame("make", "columnless"),
  "pyspark" -> AmaContext.getDataFrame("pyspark", "columnless"),
  "sql" -> AmaContext.getDataFrame("sql", "columnless"),
  "sparkr" -> AmaContext.getDataFrame("sparkr", "columnless"),
  "pandas" -> AmaContext.getDataFrame("pandas", "columnless"),
  "r" -> AmaContext.getDataFrame("r", "columnless"),
  "shell" -> AmaContext.getDataFrame("shell", "columnless"))

/** Values as texts that differ wherever the values do: NaN equals NaN, -0.0 is not 0.0. */
def text(value: Any): String = value match {
  case bytes: Array[Byte] => bytes.mkString("bytes(", ",", ")")
  case row: Row => row.toSeq.map(text).mkString("row(", ",", ")")
  case map: scala.collection.Map[_, _] => map.map { case (key, each) => text(key) + "=" + text(each) }.toSeq.sorted.mkString("map(", ",", ")")
  case many: scala.collection.Seq[_] => many.map(text).mkString("list(", ",", ")")
  case other => s"$other"
}
def values(frame: DataFrame): Map[String, Seq[String]] = {
  val rows = frame.collect().sortBy(_.getAs[Int]("row"))
  frame.columns.zipWithIndex.map { case (name, at) => name -> rows.map(row => text(row(at))).toSeq }.toMap
}

def types(frame: DataFrame) = frame.schema.map(_.dataType.catalogString)
val original = read("make")
val wanted = values(original)
def outcome(kind: StructField, frame: DataFrame, found: Map[String, Seq[String]]): String =
  frame.schema.fields.find(_.name == kind.name) match {
    case None => "missing"
    case Some(field) if field.dataType.catalogString != kind.dataType.catalogString => s"becomes ${field.dataType.catalogString}"
    case _ if found(kind.name) != wanted(kind.name) => s"other values: ${found(kind.name)}"
    case _ => "kept"
  }

for (language <- Seq("pyspark", "arrow", "pandas with types of Arrow", "sql", "sparkr", "sparkr, collected", "pandas", "r", "duckdb", "shell")) {
  val frame = read(language)
  val found = values(frame)
  val outcomes = original.schema.map(kind => kind.name -> outcome(kind, frame, found))
  println(s"$language: ${outcomes.count(_._2 == "kept")} of ${outcomes.length} kinds kept; same order: ${frame.columns.sameElements(original.columns)}")
  for ((kind, what) <- outcomes if what != "kept") println(s"  $kind $what")
  for (bare <- empties.get(language)) println(s"  empty: ${bare.count()} rows, ${if (types(bare) == types(original)) "types kept" else bare.schema.simpleString}")
}
for ((language, frame) <- columnless.toSeq.sortBy(_._1)) println(s"columnless by $language: ${frame.count()} rows, ${frame.columns.length} columns")
