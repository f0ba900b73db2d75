package amaterasu.host.data

import org.apache.spark.rdd.RDD
import org.apache.spark.sql.types._
import org.apache.spark.sql.{DataFrame, Row, SparkSession}

/** An RDD as a `DataFrame`: its elements become the column `value`, the parts of tuples `_1`, `_2` … */
object RddFrame {
  final class NoColumns(message: String) extends IllegalArgumentException(message)

  /** `staticType` is the RDD's type as the compiler knows it; where it says nothing, the first element is looked at. */
  def of(rdd: RDD[_], staticType: String, session: SparkSession): DataFrame = {
    val element = staticType match {
      case Element(inner) => inner
      case _ => staticType
    }
    columns(element).orElse(columns(firstElement(rdd))) match {
      case Some(schema) if schema.length == 1 => session.createDataFrame(rdd.map(value => Row(value)), schema)
      case Some(schema) =>
        session.createDataFrame(rdd.map(value => Row.fromTuple(value.asInstanceOf[Product])), schema)
      case None => ofRows(rdd, element, session)
    }
  }

  private val Element = """(?:.*\.)?\w*RDD\[(.*)\]""".r
  private val Tuple = """\((.*)\)""".r

  private def columns(element: String): Option[StructType] = element match {
    case Tuple(parts) =>
      val types = parts.split(",").map(part => simple(part.trim))
      if (types.forall(_.isDefined))
        Some(StructType(types.flatten.zipWithIndex.map { case (kind, index) => StructField(s"_${index + 1}", kind) }))
      else None
    case other => simple(other).map(kind => StructType(Seq(StructField("value", kind))))
  }

  private def simple(name: String): Option[DataType] = name.split('.').last match {
    case "Int" | "Integer" => Some(IntegerType)
    case "Long" => Some(LongType)
    case "Double" => Some(DoubleType)
    case "Float" => Some(FloatType)
    case "Short" => Some(ShortType)
    case "Byte" => Some(ByteType)
    case "Boolean" => Some(BooleanType)
    case "String" => Some(StringType)
    case "Date" => Some(DateType)
    case "Timestamp" => Some(TimestampType)
    case _ => None
  }

  private def firstElement(rdd: RDD[_]): String = rdd.take(1).headOption match {
    case Some(tuple: Product) if tuple.getClass.getName.startsWith("scala.Tuple") =>
      tuple.productIterator.map(typeOf).mkString("(", ",", ")")
    case Some(value) => typeOf(value)
    case None => ""
  }

  private def typeOf(value: Any): String = if (value == null) "" else value.getClass.getSimpleName

  private def ofRows(rdd: RDD[_], element: String, session: SparkSession): DataFrame = rdd.take(1).headOption match {
    case Some(row: Row) if row.schema != null => session.createDataFrame(rdd.asInstanceOf[RDD[Row]], row.schema)
    case _ => throw new NoColumns(
      s"an RDD[$element] has no columns, so it can only be read by Scala actions of the same host; " +
        "publish it as a DataFrame, with toDF")
  }
}
