"""Datasets of plain Python: what arrives, and what is published, with values and types kept."""

import datetime as dt
import glob
import os
import tempfile
import unittest
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from amaterasu.worker.action import NotPublishable
from amaterasu.worker.data.files import read, write
from amaterasu.worker.data.frames import table_of
from amaterasu.worker.data.pandas_frame import from_pandas, to_pandas
from amaterasu.worker.data.spark_schema import arrow_schema, spark_schema, storable, without_columns

from .leader import Attempt, TestLeader
from .worker_test import WorkerTest

UTC = dt.timezone.utc

COLUMNS: dict[str, pa.Array] = {
    "bool": pa.array([True, None, False]),
    "byte": pa.array([1, None, -128], pa.int8()),
    "short": pa.array([1, None, 2], pa.int16()),
    "int": pa.array([1, None, 2], pa.int32()),
    "long": pa.array([2**62 + 1, None, -1], pa.int64()),
    "float": pa.array([0.5, None, float("nan")], pa.float32()),
    "double": pa.array([0.1, None, float("nan")], pa.float64()),
    "double without nulls": pa.array([0.1, float("inf"), 0.0]),
    "text": pa.array(["naïve 🦊", None, ""]),
    "binary": pa.array([b"\0\xff", None, b""]),
    "decimal": pa.array([Decimal("1.10"), None, Decimal("-99999999.99")], pa.decimal128(10, 2)),
    "date": pa.array([dt.date(1, 1, 1), None, dt.date(1582, 10, 4)]),
    "instant": pa.array([dt.datetime(1899, 1, 1, 1, 2, 3, 4, UTC), None, dt.datetime(9999, 12, 31, tzinfo=UTC)],
                        pa.timestamp("us", "UTC")),
    "local": pa.array([dt.datetime(1, 1, 1), None, dt.datetime(2026, 3, 29, 2, 30)], pa.timestamp("us")),
    "list": pa.array([[1, None], None, []], pa.list_(pa.field("element", pa.int32()))),
    "map": pa.array([[("a", 1), ("b", None)], None, []], pa.map_(pa.string(), pa.int64())),
    "struct": pa.array([{"x": 1, "y.z": ["a"]}, None, {"x": None, "y.z": None}],
                       pa.struct([("x", pa.int16()), ("y.z", pa.list_(pa.field("element", pa.string())))])),
    "NaN within": pa.array([[float("nan"), None], None, []], pa.list_(pa.field("element", pa.float64()))),
    "a.b `c` \"d\" é": pa.array([1, 2, 3]),
    "nothing but nulls": pa.array([None, None, None], pa.string()),
    "interval": pa.array([dt.timedelta(days=1, microseconds=1), None, dt.timedelta(-1)], pa.duration("us")),
}  # fmt: skip


class TypesTest(unittest.TestCase):
    def table(self, rows: int = 3) -> pa.Table:
        return pa.table(COLUMNS).slice(0, rows)

    def test_schemas_come_back(self) -> None:
        schema = spark_schema(self.table().schema)
        self.assertEqual(arrow_schema(schema), self.table().schema)

    def test_every_column_survives_pandas(self) -> None:
        for rows in (3, 1, 0):
            table = self.table(rows)
            for name in table.column_names:
                with self.subTest(name, rows=rows):
                    there = to_pandas(table.select([name]))
                    back = table_of(there, "odd")
                    self.assertEqual(back.schema, table.select([name]).schema)
                    # As text, since NaN is not equal to itself.
                    self.assertEqual(str(back.column(0).to_pylist()), str(table.column(name).to_pylist()))

    def test_rows_without_columns(self) -> None:
        self.assertEqual(table_of(to_pandas(without_columns(3)), "odd").shape, (3, 0))

    def test_intervals_that_have_no_months(self) -> None:
        kind = pa.month_day_nano_interval()
        table = table_of(pa.table({"i": pa.array([(0, 1, 2000), None], kind)}), "odd")
        self.assertEqual(table.to_pydict(), {"i": [dt.timedelta(days=1, microseconds=2), None]})
        with self.assertRaisesRegex(NotPublishable, "the column odd.i holds intervals with months"):
            table_of(pa.table({"i": pa.array([(1, 0, 0)], kind)}), "odd")

    def test_kinds_of_columns(self) -> None:
        frame = to_pandas(self.table())
        kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
        self.assertEqual(
            {name: kinds[name] for name in ("bool", "long", "double", "double without nulls", "instant", "local")},
            {
                "bool": "boolean",
                "long": "Int64",
                "double": "Float64",
                "double without nulls": "float64",
                "instant": "datetime64[us, UTC]",
                "local": "datetime64[us]",
            },
        )
        self.assertEqual(str(to_pandas(self.table(1)).dtypes["long"]), "int64")
        row = frame.iloc[0]
        self.assertEqual((row["map"], row["struct"]), ({"a": 1, "b": None}, {"x": 1, "y.z": ["a"]}))
        self.assertEqual((row["date"], row["decimal"]), (dt.date(1, 1, 1), Decimal("1.10")))

    def test_a_column_that_has_other_values_now_has_another_type(self) -> None:
        frame = to_pandas(self.table())
        frame["decimal"] = ["a", None, "b"]
        self.assertEqual(table_of(frame, "odd").schema.field("decimal").type, pa.string())

    def test_what_spark_does_not_have_becomes_what_is_nearest(self) -> None:
        nearest = {
            pa.uint8(): pa.int16(),
            pa.uint64(): pa.decimal128(20, 0),
            pa.float16(): pa.float32(),
            pa.timestamp("ns", "Europe/Amsterdam"): pa.timestamp("us", "UTC"),
            pa.large_string(): pa.string(),
            pa.dictionary(pa.int8(), pa.string()): pa.string(),
            pa.date64(): pa.date32(),
            pa.null(): pa.string(),
            pa.list_(pa.uint8()): pa.list_(pa.field("element", pa.int16())),
        }
        for kind, wanted in nearest.items():
            self.assertEqual(storable(kind, "c"), wanted)
        with self.assertRaises(NotPublishable):
            storable(pa.decimal256(50, 2), "c")


class FilesTest(unittest.TestCase):
    def there_and_back(self, table: pa.Table, format: str) -> pa.Table:
        with tempfile.TemporaryDirectory() as folder:
            write(table, f"{folder}/odd", format)
            return read(f"{folder}/odd", format, spark_schema(table.schema))

    def test_csv_keeps_values_and_types(self) -> None:
        nested = ("list", "map", "struct", "binary", "interval", "NaN within")
        table = pa.table({name: column for name, column in COLUMNS.items() if name not in nested})
        back = self.there_and_back(table, "csv")
        self.assertEqual(back.schema, table.schema)
        self.assertEqual(str(back.to_pylist()), str(table.to_pylist()))

    def test_csv_as_spark_reads_it(self) -> None:
        table = pa.table({"a": ["", None, 'say "hi"'], "b": [float("nan"), None, float("-inf")]})
        with tempfile.TemporaryDirectory() as folder:
            write(table, f"{folder}/odd", "csv")
            with open(f"{folder}/odd/part-00000.csv") as file:
                self.assertEqual(file.read(), '"a","b"\n"","NaN"\n,\n"say ""hi""","-Infinity"\n')

    def test_what_csv_cannot_hold(self) -> None:
        for name in ("list", "map", "struct", "binary", "interval"):
            with self.assertRaisesRegex(NotPublishable, f"the column {name} is of the type .*, which CSV cannot hold"):
                self.there_and_back(pa.table({name: COLUMNS[name], "other": [1, 2, 3]}), "csv")

    def test_a_null_alone_in_its_line(self) -> None:
        with self.assertRaisesRegex(NotPublishable, "the column a is the only one and holds null"):
            self.there_and_back(pa.table({"a": ["x", None]}), "csv")
        self.assertEqual(self.there_and_back(pa.table({"a": ["x", ""]}), "csv").to_pydict(), {"a": ["x", ""]})

    def test_types_that_only_spark_knows(self) -> None:
        for kind in ("variant", "interval year to month"):
            schema = {"fields": [{"name": "a.b", "type": kind}]}
            with self.assertRaisesRegex(ValueError, f"the column a.b: the type {kind} of Spark cannot be read here"):
                arrow_schema(schema)

    def test_rows_without_columns(self) -> None:
        for format in ("parquet", "csv"):
            self.assertEqual(self.there_and_back(without_columns(3), format).shape, (3, 0))


class PublishableTest(unittest.TestCase):
    def columns(self, value: Any) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = table_of(value, "odd").to_pydict()
        return columns

    def test_periods_are_their_texts(self) -> None:
        months = pd.Series(pd.PeriodIndex(["2024-01", None], freq="M"))
        table = table_of(pd.DataFrame({"month": months}), "f")
        self.assertEqual(table.column("month").to_pylist(), ["2024-01", None])

    def test_rows(self) -> None:
        self.assertEqual(self.columns([{"a": 1}, {"b": "x", "a": 2}]), {"a": [1, 2], "b": [None, "x"]})
        self.assertEqual(self.columns([(1, "x"), (2, None)]), {"_1": [1, 2], "_2": ["x", None]})
        self.assertEqual(self.columns([1.5, 2]), {"value": [1.5, 2.0]})

    def test_frames(self) -> None:
        import polars

        self.assertEqual(self.columns(polars.DataFrame({"a": [1, None]})), {"a": [1, None]})
        self.assertEqual(self.columns(polars.LazyFrame({"a": ["x"]})), {"a": ["x"]})
        self.assertEqual(self.columns(pa.table({"a": [1]})), {"a": [1]})
        self.assertEqual(self.columns(pd.Series([1, 2], name="n")), {"n": [1, 2]})
        self.assertEqual(self.columns(pd.DataFrame({"a": pd.Categorical(["x", "y"])})), {"a": ["x", "y"]})

    def test_pandas_with_types_of_arrow(self) -> None:
        table = pa.table(COLUMNS)
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        self.assertEqual(str(table_of(frame, "odd").to_pylist()), str(table.to_pylist()))

    def test_nan_of_numpy_is_null(self) -> None:
        self.assertEqual(self.columns(pd.DataFrame({"a": [1.0, float("nan")]})), {"a": [1.0, None]})

    def test_an_index_with_a_name_is_a_column(self) -> None:
        frame = pd.DataFrame({"k": ["x", "x", "y"], "n": [1, 2, 3]})
        self.assertEqual(self.columns(frame.groupby("k").sum()), {"k": ["x", "y"], "n": [3, 3]})
        self.assertEqual(self.columns(frame[frame.n > 1]), {"k": ["x", "y"], "n": [2, 3]})

    def test_what_cannot_be_published_says_why(self) -> None:
        for value, why in (
            (3, "odd is of the type int"),
            ([], "odd is an empty list"),
            ([1, "a"], "odd holds values of several types"),
            (pd.DataFrame({"a": [1, "x"]}), "the column odd.a cannot be published"),
            (pd.DataFrame([[1, 2]], columns=["a", "a"]), "several columns by the name a"),
        ):
            with self.assertRaisesRegex(NotPublishable, why):
                table_of(value, "odd")

    def test_names_of_columns_are_texts(self) -> None:
        self.assertEqual(from_pandas(pd.DataFrame({0: [1], ("a", "b"): [2]}), "odd").column_names, ["0", "a_b"])


class DatasetTest(WorkerTest):
    kind = "pandas"

    def publish(self, source: str, name: str = "odd", **fields: Any) -> tuple[Attempt, str]:
        path = str(self.leader.folder / "data" / str(len(self.leader.messages)) / name)
        wanted = {"name": name, "policy": "file", "path": path, "format": "parquet", **fields}
        return self.leader.run(source, publish=[wanted]), path

    def test_from_one_action_to_another(self) -> None:
        attempt, path = self.publish("import pandas as pd\n\nodd = pd.DataFrame({'number': [1, 3]})")
        published = attempt.of("published")[0]
        told = {key: published[key] for key in ("name", "kind", "as", "path", "format", "definedAt")}
        self.assertEqual(
            told,
            {
                "name": "odd",
                "kind": "dataframe",
                "as": "file",
                "path": path,
                "format": "parquet",
                "definedAt": "src/start.py:3",
            },
        )
        field = {"name": "number", "type": "long", "nullable": True, "metadata": {}}
        self.assertEqual(published["schema"], {"type": "struct", "fields": [field]})
        self.assertEqual(published["bytes"], sum(os.path.getsize(each) for each in glob.glob(f"{path}/*")))
        dataset = {"action": "start", "name": "odd", "as": "file", "path": path, "schema": published["schema"]}
        source = "odd = ama_context.get_dataframe('start', 'odd')\nprint(type(odd).__module__, odd.number.sum())"
        self.assertEqual(self.leader.run(source, inputs=[dataset]).printed(), "pandas.core.frame 4\n")
        error = self.leader.run("AmaContext.getDataFrame('start', 'even')", inputs=[dataset]).error
        self.assertEqual(error["message"], "this action reads no dataset start.even; it reads start.odd")

    def test_a_dataset_without_rows_has_its_schema(self) -> None:
        attempt, path = self.publish(
            "import pandas as pd\nodd = pd.DataFrame({'number': pd.Series([], dtype='int32')})"
        )
        self.assertEqual(attempt.of("published")[0]["schema"]["fields"][0]["type"], "integer")
        self.assertEqual(pq.read_schema(f"{path}/part-00000.parquet").field("number").type, pa.int32())

    def test_registered_by_hand(self) -> None:
        attempt, path = self.publish("AmaContext.register('odd', [{'n': 1}])")
        self.assertEqual(attempt.of("published")[0]["definedAt"], "src/start.py:1")
        self.assertEqual(pq.read_table(path).to_pylist(), [{"n": 1}])

    def test_all_that_there_is(self) -> None:
        source = "import pandas as pd\na = pd.DataFrame({'x': [1]})\nb = a\n_c = a\nlist = [1]\nn = 5"
        attempt, path = self.publish(source, "*")
        places = {each["name"]: each["path"] for each in attempt.of("published")}
        self.assertEqual(places, {"a": f"{path}/a", "b": f"{path}/b"})

    def test_what_is_not_defined(self) -> None:
        attempt, _ = self.publish("even = 1")
        error = attempt.error
        self.assertEqual((error["type"], error["phase"], error["retryable"]), ("ama.NotDefined", "publish", False))
        attempt, _ = self.publish("odd = 1")
        self.assertEqual(attempt.error["type"], "ama.NotADataset")
        self.assertEqual(attempt.error["line"], 1)
        for source in ("even = 1", "odd = 1"):
            attempt, _ = self.publish(source, optional=True)
            self.assertEqual((attempt.status, attempt.of("published")), ("succeeded", []))

    def test_preview(self) -> None:
        self.publish("odd = [{'n': n, 'd': None, 'f': float('nan')} for n in range(5)]")
        answer = self.leader.ask("preview", action="start", name="odd", limit=2)
        self.assertEqual(answer["rows"], [{"n": 0, "d": None, "f": "nan"}, {"n": 1, "d": None, "f": "nan"}])
        self.assertTrue(answer["more"])
        self.leader.ask("release", action="start", name="odd")
        with self.assertRaisesRegex(AssertionError, "there is no dataset start.odd"):
            self.leader.ask("preview", action="start", name="odd", limit=2)

    def test_sources_and_targets(self) -> None:
        folder = self.leader.folder / "target"
        target: dict[str, Any] = {"name": "t", "uri": f"file://{folder}", "format": "parquet", "mode": "append"}
        source = "import pandas as pd\nAmaContext.persistDataset('t', pd.DataFrame({'n': [1]}))"
        for _ in range(2):
            self.assertEqual(self.leader.run(source, sources=[target]).status, "succeeded")
        loads = "print(len(AmaContext.loadDataset('t')), len(ama_context.get_dataset('t')))"
        self.assertEqual(self.leader.run(loads, sources=[target]).printed(), "2 2\n")
        error = self.leader.run(source, sources=[{**target, "mode": "error"}]).error
        self.assertEqual(error["type"], "FileExistsError")
        overwrite = "import pandas as pd\nama_context.persist('t', pd.DataFrame({'n': [1]}), overwrite=True)\n" + loads
        self.assertEqual(self.leader.run(overwrite, sources=[target]).printed(), "1 1\n")
        keys = {"name": "api", "keys": {"name": "api", "key": "k", "limit": 3}}
        source = "s = AmaContext.source('api')\nprint(s['key'], s.limit + 1)\ns['none']"
        attempt = self.leader.run(source, sources=[keys])
        self.assertEqual(attempt.printed(), "k 4\n")
        self.assertIn('source api has no "none"', attempt.error["message"])
        error = self.leader.run(loads, sources=[]).error
        self.assertIn("datasets.yml has no t", error["message"])

    def test_packages_are_imported_ahead_where_the_source_is_sure_to_import_them(self) -> None:
        looks = "import sys\nprint([name for name in ('pandas', 'polars', 'pyarrow') if name in sys.modules])"
        for source, imported in (
            ("import polars\n# import pandas", ["polars"]),
            ("AmaContext.getDataFrame('a', 'b')", ["pandas", "pyarrow"]),
            ("print(1)", []),
        ):
            with TestLeader() as leader:
                leader.ask("compile", action="a", type="python", source={"inline": source})
                self.assertEqual(leader.run(looks).printed(), f"{imported}\n")

    def test_a_failure_publishes_nothing(self) -> None:
        attempt, path = self.publish("odd = [1]\nraise ValueError()")
        self.assertEqual((attempt.of("published"), os.path.exists(path)), ([], False))
