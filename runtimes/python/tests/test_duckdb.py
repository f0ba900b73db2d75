import unittest
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from amaterasu.environment import Env
from amaterasu.worker.errors import ActionError
from amaterasu.worker.sql.duckdb_source import SqlSource
from amaterasu.worker.sql.small_table import small_table
from amaterasu.worker.sql.variables import fill

from .worker_test import WorkerTest

FIELDS: dict[str, Any] = {
    "name": "dev",
    "master": "local",
    "inputRootPath": "/in",
    "outputRootPath": "/out",
    "workingDir": "/work",
    "configuration": {"limit": 3, "table": "t", "it's": "it's", "a": {"b": "c"}},
    "params": {"run-date": "2026-01-01", "country": "nl"},
}
ENV = Env(FIELDS)


class SourceTest(unittest.TestCase):
    def test_statements_at_their_lines(self) -> None:
        text = "-- first\nselect 1 as n; /* a; b */\n\ncreate view v as\n  select ';' as t;;\nselect $$x;y$$\n"
        statements = SqlSource(text, "a.sql", 11).statements
        told = [(each.line, each.end_line, each.text.split()[0], each.created) for each in statements]
        self.assertEqual(told, [(12, 12, "select", None), (14, 15, "create", "v"), (16, 16, "select", None)])

    def test_an_error_of_syntax_at_its_place(self) -> None:
        for text, line, column in (
            ("select 1;\n\nselect from from x", 3, 13),
            ("select 'a", 1, 8),
            ("select 1;\nselect (\n", 2, 9),
            (f"select '{'e' * 300}' as x from from y", 1, 321),
        ):
            with self.assertRaises(SyntaxError) as raised:
                SqlSource(text, "a.sql", 1)
            self.assertEqual((raised.exception.lineno, raised.exception.offset), (line, column), text)

    def test_values_of_the_environment(self) -> None:
        for text, wanted in (
            ("'${env.outputRootPath}/x'", "'/out/x'"),
            ("limit ${env.configuration.limit}", "limit 3"),
            ("limit ${env.limit}, ${env.none:-7}", "limit 3, 7"),
            ("'${env.configuration.it's}'", "'${env.configuration.it's}'"),
            ("${params.country} ${env.params.country} ${env.a.b}", "nl nl c"),
            ("-- ${env.none}\n$${env.name}$$ ${other} $x", "-- ${env.none}\n$$" + "{env.name}$$ ${other} $x"),
            ("d = :run_date and a[1:country] and x::date and ':country'",
             "d = $run_date and a[1:country] and x::date and ':country'"),
        ):  # fmt: skip
            self.assertEqual(fill(text, ENV).text, wanted)

    def test_a_value_between_quotes_stays_one(self) -> None:
        env = Env({**FIELDS, "params": {"who": 'o\'clock "x"'}})
        self.assertEqual(fill("'${params.who}' \"${params.who}\"", env).text, '\'o\'\'clock "x"\' "o\'clock ""x"""')

    def test_places_after_a_value(self) -> None:
        text = "select '${env.outputRootPath}${env.outputRootPath}' as x, ${env.limit}\nfrom from y"
        with self.assertRaises(SyntaxError) as raised:
            SqlSource(text, "a.sql", 1, ENV)
        self.assertEqual((raised.exception.lineno, raised.exception.offset), (2, 6))

    def test_a_value_that_is_not_there(self) -> None:
        with self.assertRaises(ActionError) as raised:
            SqlSource("select 1;\nselect ${params.nope}", "a.sql", 1, ENV)
        error = raised.exception
        self.assertEqual((error.type, error.fields["line"], error.fields["column"]), ("ama.NotDefined", 2, 8))

    def test_a_small_table(self) -> None:
        text = small_table(["n", "text"], [[1, None], [22, "x\r\n\ty"]], 2)
        self.assertEqual(
            text,
            "+----+----------+\n| n  | text     |\n+----+----------+\n"
            "| 1  | NULL     |\n| 22 | x\\r\\n\\ty |\n+----+----------+",
        )
        self.assertTrue(small_table(["n"], [[n] for n in range(30)], 30).endswith("+\n30 rows"))


class DuckdbTest(WorkerTest):
    kind = "duckdb"

    def odd(self) -> dict[str, Any]:
        """A dataset as Spark writes it."""
        folder = self.leader.folder / "odd"
        folder.mkdir(exist_ok=True)
        instants = pa.array([0, -62135596800000000], pa.timestamp("us"))
        table = pa.table({"number": pa.array([1, 3], pa.int32()), "ts": instants})
        pq.write_table(table, folder / "part-00000.snappy.parquet", use_deprecated_int96_timestamps=True)
        (folder / "_SUCCESS").touch()
        fields = [{"name": "number", "type": "integer"}, {"name": "ts", "type": "timestamp"}]
        schema = {"type": "struct", "fields": [{**each, "nullable": True, "metadata": {}} for each in fields]}
        return {"action": "start", "name": "odd", "as": "file", "path": str(folder), "schema": schema}

    def wanted(self, *names: str) -> list[dict[str, str]]:
        folder = self.leader.folder / "published" / str(len(self.leader.messages))
        return [{"name": name, "policy": "file", "path": str(folder / name)} for name in names]

    def test_from_a_dataset_to_others(self) -> None:
        source = """
            create view high as select start.odd.number * 10 ten, typeof(ts) t, ts from start.odd where number > 1;
            -- the last query
            select sum(number)::int as total from start.odd;
        """
        wanted = self.wanted("high", "totals")
        attempt = self.leader.run(source, inputs=[self.odd()], publish=wanted)
        self.assertEqual(attempt.status, "succeeded", attempt.ended)
        shown = [(each["name"], each["type"]) for each in attempt.of("statement.finished")]
        columns = "ten: integer, t: varchar, ts: timestamp with time zone"
        self.assertEqual(shown, [("high", f"DataFrame [{columns}]"), ("totals", "DataFrame [total: int32]")])
        told = {each["name"]: (each["definedAt"], each["kind"]) for each in attempt.of("published")}
        self.assertEqual(told, {"high": ("src/start.py:2", "dataframe"), "totals": ("src/start.py:4", "dataframe")})
        high = pq.read_table(wanted[0]["path"]).to_pylist()
        self.assertEqual((high[0]["ten"], high[0]["t"], high[0]["ts"].year), (30, "TIMESTAMP WITH TIME ZONE", 1))
        self.assertEqual(attempt.of("published")[1]["schema"]["fields"][0]["type"], "integer")

    def test_intervals(self) -> None:
        """Spark's files hold mere numbers of them."""
        folder = self.leader.folder / "times"
        folder.mkdir()
        pq.write_table(
            pa.table({"d": [90_000_000_001], "m": pa.array([14], pa.int32())}), folder / "part-00000.parquet"
        )
        kinds = {"d": "interval day to second", "m": "interval year to month"}
        fields = [{"name": name, "type": kind, "nullable": True, "metadata": {}} for name, kind in kinds.items()]
        schema = {"type": "struct", "fields": fields}
        dataset = {"action": "start", "name": "times", "as": "file", "path": str(folder), "schema": schema}
        [wanted] = self.wanted("days")
        source = "create view days as select d from start.times where m = interval 14 months"
        attempt = self.leader.run(source, inputs=[dataset], publish=[wanted])
        self.assertEqual(attempt.of("published")[0]["schema"]["fields"], [fields[0]])
        self.assertEqual(pq.read_table(wanted["path"]).to_pydict(), {"d": [90_000_000_001]})
        error = self.leader.run("from start.times", inputs=[dataset], publish=self.wanted("all")).error
        self.assertIn("the column all.m holds intervals with months", error["message"])

    def test_files_of_csv(self) -> None:
        folder = self.leader.folder / "words"
        folder.mkdir()
        (folder / "part-00000.csv").write_text('word,n\n"",1\n,2\n007,3\n')
        fields = [{"name": "word", "type": "string"}, {"name": "n", "type": "short"}]
        dataset = {
            "action": "start", "name": "words", "as": "file", "path": str(folder), "format": "csv",
            "schema": {"type": "struct", "fields": fields},
        }  # fmt: skip
        [wanted] = self.wanted("all")
        self.leader.run("select * from start.words order by n", inputs=[dataset], publish=[wanted])
        self.assertEqual(pq.read_table(wanted["path"]).to_pydict(), {"word": ["", None, "007"], "n": [1, 2, 3]})
        self.assertEqual(pq.read_schema(f"{wanted['path']}/part-00000.parquet").field("n").type, pa.int16())

    def test_all_that_there_is(self) -> None:
        source = "create table t as select 1 as n; create view v as from t; select 2 as n; insert into t values (3)"
        attempt = self.leader.run(source, publish=self.wanted("*"))
        self.assertEqual(sorted(each["name"] for each in attempt.of("published")), ["result", "t", "v"])

    def test_parameters(self) -> None:
        source = "select :run_date::date + 1 as d, '${params.country}' as c, $country as e"
        attempt = self.leader.run(source, env={"inline": FIELDS}, options={"session": "own", "showData": True})
        value = attempt.of("statement.finished")[0]
        self.assertIn("| 2026-01-02 | nl | nl |", value["value"])
        self.assertTrue(value["data"])
        hidden = self.leader.run(source, env={"inline": FIELDS}).of("statement.finished")[0]
        self.assertEqual((hidden["value"], "data" in hidden), ("1 row", False))

    def test_errors_at_their_places(self) -> None:
        attempt = self.leader.run("select 1;\n\nselect\n  nope from (select 1 as a)")
        error = {
            key: attempt.error[key] for key in ("type", "file", "line", "column", "statement", "phase", "retryable")
        }
        self.assertEqual(
            error,
            {
                "type": "BinderException",
                "file": "src/start.py",
                "line": 4,
                "column": 3,
                "statement": 1,
                "phase": "run",
                "retryable": False,
            },
        )
        self.assertTrue(attempt.error["message"].startswith('Binder Error: Referenced column "nope" not found'))
        attempt = self.leader.run("select 1;\nselect from from x")
        self.assertEqual((attempt.error["phase"], attempt.error["line"]), ("compile", 2))
        self.assertEqual(attempt.of("statement.started"), [])

    def test_compile(self) -> None:
        def compiled(text: str) -> Any:
            return self.leader.ask("compile", action="a", type="duckdb", file="a.sql", source={"inline": text})

        self.assertEqual(compiled("select 1; select 2"), {"errors": [], "statements": 2})
        self.assertEqual(compiled("select ${env.columns} from from x"), {"errors": []})
        (error,) = compiled("select 1;\nselect from from x")["errors"]
        self.assertEqual((error["phase"], error["file"], error["line"]), ("compile", "a.sql", 2))

    def test_attempts_begin_afresh(self) -> None:
        self.leader.run("create table mine as select 1 as n")
        self.assertEqual(self.leader.run("from mine").error["type"], "CatalogException")

    def test_cancel(self) -> None:
        attempt = self.leader.start("select 1;\nselect sum(a.range * b.range) from range(10000000) a, range(100000) b")
        self.leader.expect(lambda message: message["params"].get("index") == 1, attempt)
        self.leader.ask("cancel", attempt=attempt, graceMs=5000)
        ended = self.leader.wait(attempt)
        self.assertEqual((ended.status, ended.ended["clean"], ended.of("log")), ("cancelled", True, []))
