"""Actions on a Spark session, all the way: a leader, the Spark host, and the worker that it starts."""

import time
import unittest
from typing import Any

from .spark_host import SparkLeader, shared_host

ODD = {"action": "start", "name": "odd", "as": "reference"}


def by_reference(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "policy": "reference"} for name in names]


def inputs(action: str, *names: str) -> list[dict[str, str]]:
    return [{"action": action, "name": name, "as": "reference"} for name in names]


class SparkTest(unittest.TestCase):
    leader: SparkLeader

    @classmethod
    def setUpClass(cls) -> None:
        cls.leader = shared_host()
        source = 'val odd = Seq(1, 3).toDF("number")\nval rdd = sc.parallelize(1 to 3)'
        started = cls.leader.run(source, type="spark-scala", publish=by_reference("odd", "rdd"))
        assert started.status == "succeeded", started.ended

    def succeeds(self, source: str, **params: Any) -> str:
        """What a source prints that must succeed."""
        attempt = self.leader.run(source, **{"action": "step", **params})
        self.assertEqual(attempt.status, "succeeded", attempt.ended)
        return attempt.printed()

    def test_names_that_are_there(self) -> None:
        source = """
            print(spark.range(3).count(), sc.master, sqlContext.sql("select 7 as n").collect()[0].n)
            from pyspark.sql import SparkSession
            print(SparkSession.builder.getOrCreate() is spark, AmaContext.spark is spark, ama_context.sc is sc)
            from amaterasu.pyspark.runtime import AmaContext as Old
            print(Old.builder().set("spark.sql.shuffle.partitions", 3).build().spark is spark)
            print(spark.conf.get("spark.sql.shuffle.partitions"))
        """
        self.assertEqual(self.succeeds(source), "3 local[2] 7\nTrue True True\nTrue\n3\n")
        self.assertEqual(self.succeeds('print(spark.conf.get("spark.sql.shuffle.partitions"))'), "2\n")

    def test_datasets_of_other_languages(self) -> None:
        source = """
            print([row.number for row in AmaContext.getDataFrame("start", "odd").collect()])
            print(spark.sql("select sum(start.odd.number) as s from start.odd").collect()[0].s)
            print(spark.table("start.odd").count(), ama_context.get_rdd("start", "rdd").collect())
        """
        self.assertEqual(self.succeeds(source, inputs=inputs("start", "odd", "rdd")), "[1, 3]\n4\n2 [1, 2, 3]\n")

    def test_values_are_shown_by_their_columns(self) -> None:
        attempt = self.leader.run("df = spark.range(3)\nrdd = sc.parallelize([1])")
        shown = [(each["name"], each["type"]) for each in attempt.of("statement.finished")]
        self.assertEqual(shown, [("df", "DataFrame [id: bigint]"), ("rdd", "RDD")])

    def test_what_is_published_can_be_read_in_scala_and_in_python(self) -> None:
        source = """
            import pandas as pd
            from decimal import Decimal
            frame = spark.range(3)
            times = pd.to_datetime(["1899-01-01"] * 2)
            from_pandas = pd.DataFrame({"n": [1, None], "d": [Decimal("1.10"), None], "t": times})
            rows = [{"a": 1}, {"a": None}]
            plain = sc.parallelize([1, 2])
            objects = sc.parallelize([{1}, {2}])
        """
        names = ("frame", "from_pandas", "rows", "plain", "objects")
        attempt = self.leader.run(source, action="made", publish=by_reference(*names))
        self.assertEqual(attempt.status, "succeeded", attempt.ended)
        places = {each["name"]: each["definedAt"] for each in attempt.of("published")}
        self.assertEqual((places["frame"], places["objects"]), ("src/start.py:4", "src/start.py:9"))
        scala = 'Seq("frame", "from_pandas", "rows", "plain").foreach { name =>\n' \
            '  println(AmaContext.getDataFrame("made", name).schema.simpleString) }'  # fmt: skip
        printed = self.succeeds(scala, type="spark-scala", inputs=inputs("made", *names))
        self.assertEqual(
            printed.splitlines(),
            [
                "struct<id:bigint>",
                "struct<n:double,d:decimal(3,2),t:timestamp_ntz>",
                "struct<a:bigint>",
                "struct<value:bigint>",
            ],
        )
        python = """
            print(AmaContext.getDataFrame("made", "from_pandas").collect())
            print(AmaContext.getRDD("made", "plain").collect(), AmaContext.getRDD("made", "objects").collect())
        """
        printed = self.succeeds(python, inputs=inputs("made", *names))
        instant = "datetime.datetime(1899, 1, 1, 0, 0)"
        rows = f"[Row(n=1.0, d=Decimal('1.10'), t={instant}), Row(n=None, d=None, t={instant})]"
        self.assertEqual(printed, f"{rows}\n[1, 2] [{{1}}, {{2}}]\n")

    def test_what_cannot_be_published(self) -> None:
        attempt = self.leader.run("odd = 1", publish=by_reference("odd"))
        self.assertEqual((attempt.error["type"], attempt.error["phase"]), ("ama.NotADataset", "publish"))

    def test_functions_on_executors_know_modules_and_the_environment(self) -> None:
        root = self.leader.folder / "repo"
        for path, text in (
            ("src/sibling.py", "def double(x): return 2 * x"),
            ("src/lib/shared.py", "def next(x): return x + 1"),
            ("src/start.py", ""),
        ):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        source = """
            import pandas as pd
            import shared, sibling
            from pyspark.sql.functions import pandas_udf, udf
            @udf("long")
            def one(x): return sibling.double(x) + env.configuration.offset
            @pandas_udf("long")
            def two(s: pd.Series) -> pd.Series:
                return s.map(shared.next)

            print([tuple(row) for row in spark.range(2).select(one("id"), two("id")).collect()])
            print(spark.range(2).toPandas().id.sum())
        """
        env = {"name": "t", "master": "", "inputRootPath": "", "outputRootPath": "", "workingDir": "", "params": {}}
        params = {"sourceRoot": str(root), "env": {"inline": {**env, "configuration": {"offset": 10}}}}
        self.assertEqual(self.succeeds(source, **params), "[(10, 1), (12, 2)]\n1\n")
        self.assertEqual([path for path in root.rglob("*") if "__pycache__" in path.name], [])

    def test_the_session_is_not_for_the_action_to_end(self) -> None:
        printed = self.succeeds("sc.stop()\nspark.stop()\nprint(spark.range(2).count())")
        self.assertEqual(printed.count("does nothing here: all actions share the Spark session"), 2)
        self.assertTrue(printed.endswith("2\n"))

    def test_sessions_are_kept_apart(self) -> None:
        self.succeeds(
            'spark.range(1).createOrReplaceTempView("mine")\nspark.conf.set("spark.sql.ansi.enabled", "false")'
        )
        error = self.leader.run('spark.conf.get("spark.sql.ansi.enabled")\nspark.table("mine")').error
        self.assertEqual((error["type"], error["line"]), ("AnalysisException", 2))

    def test_the_active_session_is_the_actions_own(self) -> None:
        source = """
            import threading
            from pyspark.sql import SparkSession, SQLContext
            spark.conf.set("acme.own", {n})
            def look():
                print(SparkSession.getActiveSession().conf.get("acme.own"))

            look()
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
            print(SQLContext.getOrCreate(sc).getConf("acme.own"))
        """
        for n in ("1", "2"):
            self.assertEqual(self.succeeds(source.replace("{n}", n)), f"{n}\n" * 3)

    def test_an_error_of_analysis(self) -> None:
        error = self.leader.run('\nspark.range(3).select("nope")').error
        self.assertEqual((error["type"], error["line"], error["retryable"]), ("AnalysisException", 2, False))
        for name in ("UNRESOLVED_COLUMN.WITH_SUGGESTION", "org.apache.spark.sql.AnalysisException", "PySparkException"):
            self.assertIn(name, error["types"])
        self.assertIn("`nope` cannot be resolved", error["message"])
        self.assertNotIn("JVM stacktrace", error["message"])
        self.assertEqual(error["cause"]["type"], "org.apache.spark.sql.catalyst.ExtendedAnalysisException")

    def test_an_error_of_java(self) -> None:
        error = self.leader.run("sc._jvm.java.util.LinkedList().getFirst()").error
        self.assertEqual((error["type"], error["line"]), ("Py4JJavaError", 1))
        self.assertEqual(error["message"], "java.util.NoSuchElementException")
        self.assertIn("java.lang.RuntimeException", error["types"])
        self.assertEqual(error["cause"]["type"], "java.util.NoSuchElementException")

    def test_an_error_of_a_function_on_an_executor(self) -> None:
        source = """
            from pyspark.sql.functions import udf
            @udf("int")
            def bad(x):
                return 1 // x

            spark.range(3).select(bad("id")).collect()
        """
        error = self.leader.run(source).error
        told = (error["type"], error["file"], error["line"], error["statement"], error["message"])
        self.assertEqual(told, ("ZeroDivisionError", "src/start.py", 5, 2, "integer division or modulo by zero"))
        self.assertEqual(error["types"][0], "ArithmeticError")
        self.assertIn("PythonException", error["types"])
        lines = [each["line"] for each in error["stack"] if each["origin"] == "user" and each["function"] != "<module>"]
        self.assertEqual(lines[0], 5)
        error = self.leader.run("sc.parallelize([1]).map(lambda x: {}[x]).collect()").error
        self.assertEqual((error["type"], error["message"], error["line"]), ("KeyError", "1", 1))
        error = self.leader.run("import json\nsc.parallelize([1]).map(lambda x: json.loads('{')).collect()").error
        self.assertEqual((error["type"], error["line"]), ("JSONDecodeError", 2))
        self.assertNotIn("definedAt", error)

    def test_an_error_in_the_function_of_another_action(self) -> None:
        made = """
            from pyspark.sql.functions import udf
            @udf("int")
            def bad(x):
                return 1 // x

            lazy = spark.range(3).select(bad("id").alias("n"))
        """
        root = self.leader.folder / "lazy"
        (root / "src").mkdir(parents=True)
        (root / "src" / "made.py").write_text(made)
        params = {"file": "src/made.py", "sourceRoot": str(root), "publish": by_reference("lazy")}
        self.succeeds(made, **params, action="made")
        reads = "\nAmaContext.getDataFrame('made', 'lazy').collect()"
        error = self.leader.run(reads, sourceRoot=str(root), inputs=inputs("made", "lazy")).error
        told = (error["type"], error["file"], error["line"], error["definedAt"])
        self.assertEqual(told, ("ZeroDivisionError", "src/start.py", 2, "src/made.py:5"))
        self.assertIn("`checkpoint`", error["hint"])

    def test_cancel(self) -> None:
        for waits in (
            "spark.range(10**12).selectExpr('sum(id % 7)').collect()",
            "sc.parallelize([1]).map(lambda x: __import__('time').sleep(60)).collect()",
            "import time; time.sleep(60)",
            "while True: pass",
        ):
            with self.subTest(waits):
                attempt = self.leader.start(f"print('a')\n{waits}\nprint('b')", action="slow")
                self.leader.expect(lambda message: message["params"].get("index") == 1, attempt)
                time.sleep(0.3)
                before = time.monotonic()
                self.leader.ask("cancel", attempt=attempt, graceMs=8000)
                ended = self.leader.wait(attempt)
                self.assertEqual((ended.status, ended.ended.get("left"), ended.printed()), ("cancelled", None, "a\n"))
                self.assertLess(time.monotonic() - before, 5)
        self.assertEqual(self.succeeds("print(spark.range(2).count())"), "2\n")

    def test_a_streaming_query_keeps_the_action_running(self) -> None:
        source = """
            import threading, time
            rate = spark.readStream.format("rate").option("rowsPerSecond", 5).load()
            query = rate.writeStream.format("memory").queryName("q").start()
            def stop():
                while not query.lastProgress or query.lastProgress["numInputRows"] == 0: time.sleep(0.2)
                query.stop()

            threading.Thread(target=stop, daemon=True).start()
            print("last statement")
        """
        attempt = self.leader.run(source)
        self.assertEqual(attempt.status, "succeeded", attempt.ended)
        self.assertTrue([each for each in attempt.of("progress") if each["unit"] == "batches"])

    def test_a_streaming_query_is_stopped_by_a_cancel(self) -> None:
        source = """
            rate = spark.readStream.format("rate").load()
            query = rate.writeStream.format("memory").queryName("q").start()
        """
        attempt = self.leader.start(source)
        self.leader.expect(
            lambda message: message["method"] == "progress" and "batch" in message["params"]["unit"], attempt
        )
        self.leader.ask("cancel", attempt=attempt, graceMs=8000)
        ended = self.leader.wait(attempt)
        self.assertEqual((ended.status, ended.ended["clean"]), ("cancelled", True))
        self.assertEqual(self.succeeds("print(spark.streams.active)"), "[]\n")

    def test_a_worker_that_dies_is_told_and_replaced(self) -> None:
        error = self.leader.run("import os\nos._exit(3)").error
        self.assertEqual(error["type"], "ama.WorkerLost")
        self.assertEqual(self.succeeds("print(spark.range(2).count())"), "2\n")

    def test_attempts_in_a_warm_worker_are_quick(self) -> None:
        self.succeeds("pass")
        before = time.perf_counter()
        for _ in range(10):
            self.succeeds("pass")
        ms = (time.perf_counter() - before) * 100
        print(f"({ms:.0f} ms for an action that does nothing)", end=" ")
        self.assertLess(ms, 500)  # far more than is seen

    def test_two_actions_at_once(self) -> None:
        source = """
            import os, time
            spark.conf.set("spark.sql.session.timeZone", "{zone}")
            for _ in range(5):
                time.sleep(0.05)
                print(spark.sql("select hour(timestamp_seconds(0)) as h").collect()[0].h, os.getpid())
        """
        zones = {"UTC": "0", "Asia/Tokyo": "9"}
        attempts = {zone: self.leader.start(source.replace("{zone}", zone), action=f"in {zone}") for zone in zones}
        printed = {zone: self.leader.wait(attempt).printed().split() for zone, attempt in attempts.items()}
        for zone, hour in zones.items():
            self.assertEqual(printed[zone][::2], [hour] * 5)
        self.assertNotEqual(printed["UTC"][1], printed["Asia/Tokyo"][1])
