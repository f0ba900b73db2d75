"""Wide and odd data on its way from Spark to pandas and DuckDB and back, as files, with values and types kept."""

import tempfile
import unittest
from typing import Any

from .leader import TestLeader
from .spark_host import SparkLeader, shared_host

MAKES = '''
val odd = spark.sql("""
  SELECT true AS b, 1Y AS i8, 2S AS i16, 3 AS i32, 9223372036854775807L AS i64, CAST(0.5 AS FLOAT) AS f32, 0.1D AS f64,
    'naïve 🦊' AS s, X'00FF' AS bin, CAST(1.10 AS DECIMAL(10,2)) AS d, CAST(-1 AS DECIMAL(38,0)) AS big,
    DATE '0001-01-01' AS day, DATE '1582-10-04' AS julian, TIMESTAMP '1899-01-01 01:02:03.000004 UTC' AS instant,
    TIMESTAMP '9999-12-31 23:59:59 UTC' AS last, TIMESTAMP_NTZ '0001-01-01 00:00:00' AS local,
    array(1, NULL) AS list, map('a', 1L, 'b', NULL) AS map, named_struct('x', 1S, 'y.z', array('a')) AS struct,
    array(named_struct('m', map('k', array(1.5D)))) AS nested, INTERVAL '1 02:03:04.000005' DAY TO SECOND AS took,
    1 AS `a.b`, 2 AS `with space`, 3 AS `"quotes"`, 4 AS `é日本`, CAST(NULL AS STRING) AS nothing
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, NULL, NULL, double('NaN'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  UNION ALL
  SELECT false, -1Y, -2S, -3, -4L, float('Infinity'), NULL, '', X'', -99999999.99, 0, DATE '9999-12-31',
    DATE '1970-01-01', TIMESTAMP '1970-01-01 00:00:00 UTC', TIMESTAMP '1582-10-04 00:00:00 UTC',
    TIMESTAMP_NTZ '2026-03-29 02:30:00', array(), map(), NULL, array(NULL), INTERVAL '-1' DAY, 0, 0, 0, 0, NULL
""")
val none = odd.limit(0)
'''

COMPARES = """
import org.apache.spark.sql.types._
def plain(kind: DataType): String = kind.json.replace("\\"nullable\\":false", "\\"nullable\\":true")
  .replace("\\"containsNull\\":false", "\\"containsNull\\":true")
  .replace("\\"valueContainsNull\\":false", "\\"valueContainsNull\\":true")
def same(name: String): Unit = {
  val (made, back) = (AmaContext.getDataFrame("start", name), AmaContext.getDataFrame("pandas", name))
  for ((one, other) <- made.schema.fields.zip(back.schema.fields) if plain(one.dataType) != plain(other.dataType))
    println(s"$name: ${one.name} was ${one.dataType.simpleString} and is ${other.name} ${other.dataType.simpleString}")
  def texts(data: DataFrame) = data.withColumn("bin", hex(col("bin"))).collect().map(_.toString).toSeq.sorted
  val rows = (texts(made), texts(back))
  if (rows._1 != rows._2) println(s"$name: ${rows._1} became ${rows._2}")
}
same("odd"); same("none")
println("compared")
"""


class RoundTripTest(unittest.TestCase):
    spark: SparkLeader
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        cls.spark = shared_host()
        cls.made = cls.files("start", cls.spark, MAKES, ["odd", "none"], type="spark-scala")

    made: list[dict[str, Any]]

    @classmethod
    def files(cls, action: str, leader: TestLeader, source: str, names: list[str], **more: Any) -> list[dict[str, Any]]:
        """Runs an action that publishes datasets as files; returns them as others read them."""
        folder = tempfile.mkdtemp(dir=cls.spark.folder)
        wanted = [{"name": name, "policy": "file", "path": f"{folder}/{name}", "format": "parquet"} for name in names]
        attempt = leader.run(source, action=action, publish=wanted, **more)
        assert attempt.status == "succeeded", attempt.ended
        fields = ("name", "as", "path", "format", "schema")
        return [{"action": action, **{key: each[key] for key in fields}} for each in attempt.of("published")]

    def test_pandas(self) -> None:
        names = ["odd", "none"]
        source = "\n".join(f"{name} = AmaContext.getDataFrame('start', '{name}')" for name in names)
        with TestLeader("pandas") as leader:
            back = self.files("pandas", leader, source, names, inputs=self.made)
        self.assertEqual(self.compared([*self.made, *back]), "compared\n")

    def test_duckdb(self) -> None:
        columns = "* EXCLUDE (took)"  # an interval of DuckDB has months, days and microseconds, and is none of Spark's
        source = (
            f"create view odd as select {columns} from start.odd; create view none as select {columns} from start.none"
        )
        with TestLeader("duckdb") as leader:
            back = self.files("duckdb", leader, source, ["odd", "none"], inputs=self.made)
        compares = COMPARES.replace('"pandas"', '"duckdb"').replace(
            'AmaContext.getDataFrame("start", name)', 'AmaContext.getDataFrame("start", name).drop("took")'
        )
        self.assertEqual(self.compared([*self.made, *back], compares), "compared\n")

    def compared(self, inputs: list[dict[str, Any]], source: str = COMPARES) -> str:
        attempt = self.spark.run(source, action="compare", type="spark-scala", inputs=inputs)
        self.assertEqual(attempt.status, "succeeded", attempt.ended)
        return attempt.printed()
