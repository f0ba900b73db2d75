import java.sql.{Date, Timestamp}
import java.time.{Duration, Instant, LocalDate, LocalDateTime}
import org.apache.spark.sql.Row
import org.apache.spark.sql.types._

/** A kind of data: its column, and the value in each row. Row 3 is null in all of them. */
case class Kind(name: String, of: DataType, values: Any*)

val point = StructType.fromDDL("x INT, `y z` STRING, at TIMESTAMP, deep STRUCT<n: ARRAY<DECIMAL(6,3)>>")
val instant = Instant.parse("1883-11-18T12:03:58.123456Z")
def decimal(text: String) = new java.math.BigDecimal(text)

val kinds = Seq(
  Kind("boolean", BooleanType, true, false),
  Kind("byte", ByteType, Byte.MinValue, Byte.MaxValue),
  Kind("short", ShortType, Short.MinValue, Short.MaxValue),
  Kind("integer", IntegerType, Int.MinValue, Int.MaxValue),
  Kind("long", LongType, -7L, 1L << 53),
  Kind("long beyond 2^53", LongType, Long.MinValue, (1L << 53) + 1),
  Kind("float", FloatType, 0.1f, Float.NaN),
  Kind("double", DoubleType, 1e-300, -0.0),
  Kind("NaN and infinity", DoubleType, Double.NaN, Double.NegativeInfinity),
  Kind("decimal(10,2)", DecimalType(10, 2), decimal("-3.10"), decimal("99999999.99")),
  Kind("decimal(38,18)", DecimalType(38, 18), decimal("12345678901234567890.123456789012345678"), decimal("0")),
  Kind("string", StringType, "", "日本 \"q\" 🦊, 'a'\n\\"),
  Kind("binary", BinaryType, Array[Byte](), Array[Byte](0, -1, 10)),
  Kind("date", DateType, LocalDate.of(1582, 10, 4), LocalDate.of(9999, 12, 31)),
  Kind("timestamp", TimestampType, instant, Instant.parse("0001-01-01T00:00:00Z")),
  Kind("timestamp_ntz", TimestampNTZType, LocalDateTime.of(2024, 3, 10, 2, 30), LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000)),
  Kind("interval day to second", DayTimeIntervalType(), Duration.ofMillis(-90061001), Duration.ZERO),
  Kind("array", ArrayType(IntegerType), Seq(1, null, 3), Seq()),
  Kind("array of one", ArrayType(StringType), Seq("one"), Seq(null)),
  Kind("array of arrays", ArrayType(ArrayType(DoubleType)), Seq(Seq(Double.NaN, null), null, Seq()), Seq(Seq(1.0))),
  Kind("array of timestamps", ArrayType(TimestampType), Seq(instant, null), Seq(instant)),
  Kind("struct", point, Row(1, "a", instant, Row(Seq(decimal("1.500"), null))), Row(null, null, null, null)),
  Kind("array of structs", ArrayType(point), Seq(Row(1, null, instant, Row(Seq()))), Seq(null)),
  Kind("map", MapType(StringType, DoubleType), Map("k" -> 1.5, "ü l" -> null), Map()),
  Kind("map by numbers", MapType(LongType, StringType), Map(1L -> "a", 2L -> null), Map((1L << 53) + 1 -> "b")),
  Kind("map of structs", MapType(StringType, point), Map("p" -> Row(1, "a", instant, null)), Map("q" -> null)),
  Kind("map of maps", MapType(StringType, MapType(StringType, IntegerType)), Map("a" -> Map("b" -> 1)), Map("c" -> Map())),
  Kind("nothing but nulls", IntegerType, null, null),
  Kind("a.b \"c\" 'd' `e` ü 列", StringType, "dots", "quotes")
)

val fields = StructField("row", IntegerType, nullable = false) +: kinds.map(kind => StructField(kind.name, kind.of))
val rows = Seq(0, 1).map(at => Row.fromSeq(at +: kinds.map(_.values(at)))) :+ Row.fromSeq(2 +: kinds.map(_ => null))
spark.conf.set("spark.sql.datetime.java8API.enabled", true)
val odd = spark.createDataFrame(spark.sparkContext.parallelize(rows, 2), StructType(fields))
val empty = odd.limit(0)
val columnless = spark.range(3).select()
