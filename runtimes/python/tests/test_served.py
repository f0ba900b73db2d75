import unittest
from typing import Any

from amaterasu.environment import Env
from amaterasu.worker.drill.session import DrillSession
from amaterasu.worker.hive.address import Address, BadAddress, address_of
from amaterasu.worker.served.failure import ServerError, failure
from amaterasu.worker.served.filled import Ready, fill
from amaterasu.worker.served.source import Source
from amaterasu.worker.served.tokens import DRILL, HIVE, Dialect

ENV = Env({
    "name": "dev",
    "configuration": {"odd": "it's", "a": {"b": 3}},
    "params": {"run-date": "2026-01-01", "n": 5, "int": 1},
})  # fmt: skip


def source(text: str, dialect: Dialect = HIVE, first_line: int = 1) -> Source:
    return Source(text, "src/a.sql", first_line, dialect)


def filled(text: str, dialect: Dialect = HIVE) -> list[Ready]:
    found = source(text, dialect)
    return [fill(found, each, ENV) for each in found.statements]


class StatementsTest(unittest.TestCase):
    def test_they_end_with_semicolons_that_are_not_quoted(self) -> None:
        text = '-- a; b\nselect \';\', "a\\";", `;` /* ; */\nfrom t;;\n\nselect 1 ; -- end'
        self.assertEqual([(each.line, each.end_line) for each in source(text).statements], [(2, 3), (5, 5)])
        self.assertEqual(source("select 1", first_line=11).statements[0].line, 11)
        self.assertEqual(source("-- nothing\n").statements, [])

    def test_a_backslash_ends_nothing_in_drill(self) -> None:
        self.assertEqual(len(source(r"select 'a\'; select 'b'", DRILL).statements), 2)
        self.assertEqual(len(source(r"select 'a\'; select b'", HIVE).statements), 1)

    def test_what_never_ends_is_an_error_at_its_beginning(self) -> None:
        for text in ("select\n  'a", "select\n  `a", "select\n  /* a", "select\n  'a\\'"):
            with self.assertRaises(SyntaxError) as raised:
                source(text)
            self.assertEqual((raised.exception.lineno, raised.exception.offset), (2, 3), text)

    def test_queries_and_what_is_made(self) -> None:
        for text, is_query, creates in (
            ("select 1", True, None),
            ("(select 1) union all select 2", True, None),
            ("with q as (select 1) select * from q", True, None),
            ("with q as (select 1) insert into t select * from q", False, None),
            ("from t insert overwrite table u select *", False, None),
            ("from t select a", True, None),
            ("show tables", False, None),
            ("create table if not exists db.`my t` as select 1", False, "my t"),
            ("CREATE OR REPLACE VIEW v AS SELECT 1", False, "v"),
            ("create database d", False, None),
        ):
            statement = source(text).statements[0]
            self.assertEqual((statement.is_query, statement.creates), (is_query, creates), text)


class FilledTest(unittest.TestCase):
    def test_values_of_the_environment(self) -> None:
        for text, wanted in (
            ("select '${env.odd}'", r"select 'it\'s'"),
            ("select ${env.configuration.a.b} from `${env.name}`.t", "select 3 from `dev`.t"),
            ("select '${hiveconf:x}', ${hivevar:n}", "select '${hiveconf:x}', ${hivevar:n}"),
            ("select ${env.none:-7} -- ${env.none}\n", "select 7"),
            ("where d >= :run_date and n=:n", "where d >= '2026-01-01' and n=5"),
            ("create table t (s struct<a:int>)", "create table t (s struct<a:int>)"),
            ("select x::int, ':n', a[1:n]", "select x::int, ':n', a[1:n]"),
        ):
            self.assertEqual(filled(text)[0].text, wanted)
        self.assertEqual(filled("select '${env.odd}'", DRILL)[0].text, "select 'it''s'")

    def test_a_value_that_is_missing(self) -> None:
        with self.assertRaises(SyntaxError) as raised:
            filled("select 1;\nselect ${env.none}")
        self.assertEqual((raised.exception.lineno, raised.exception.offset), (2, 8))

    def test_an_error_of_the_server_at_its_place(self) -> None:
        text = "select 1;\n\nselect '${env.odd}',\n  x from nope"
        statement = filled(text)[1]
        for message, before, wanted in (
            ("Line 2:9 Table not found 'nope'", "", (4, 10)),
            ("From line 2, column 10 to line 2, column 13: not found", "", (4, 10)),
            ("cannot be resolved (line 2, pos 2)", "", (4, 3)),
            ("Encountered at line 1, column 15", "/* tag */ ", (3, 5)),
            ("[X] ; line 1 pos 14", "", (3, 20)),
        ):
            error = failure(ServerError("E", [], message, False), source(text), statement, before)
            self.assertEqual((error.fields["line"], error.fields["column"]), wanted, message)
        elsewhere = failure(ServerError("E", [], "line 99:1 of another file", True), source(text), statement)
        self.assertNotIn("line", elsewhere.fields)


class AddressTest(unittest.TestCase):
    def address(self, **conf: Any) -> Address:
        return address_of(conf)

    def test_a_url_as_jdbc_has_it(self) -> None:
        url = "jdbc:hive2://h:1/db;transportMode=http;httpPath=c;user=u;ssl=true?hive.execution.mode=llap;a=b#x=y"
        found = self.address(url=url)
        self.assertEqual(found[:8], ("h", 1, "db", True, "c", True, "u", ""))
        self.assertEqual(found.settings, {"hive.execution.mode": "llap", "a": "b", "hivevar:x": "y"})

    def test_keys_win_over_the_url(self) -> None:
        found = self.address(url="hive2://h/db", database="other", port="7", auth="nosasl", **{"settings.a": "b"})
        self.assertEqual((found.host, found.port, found.database, found.sasl), ("h", 7, "other", False))
        self.assertEqual(found.settings, {"a": "b"})

    def test_ports_by_transport(self) -> None:
        self.assertEqual([self.address(host="h", transport=each).port for each in ("binary", "http")], [10000, 10001])

    def test_what_is_not_supported(self) -> None:
        for url in ("hive2://a:1,b:2/;serviceDiscoveryMode=zooKeeper", "hive2://h/;principal=hive/_HOST@X", "h:1", ""):
            with self.assertRaises(BadAddress):
                self.address(url=url)


class DrillSessionTest(unittest.TestCase):
    def test_what_statements_leave_behind(self) -> None:
        session = DrillSession("", {"a.b": "1"})
        for each in source("use dfs.`tmp`; alter session set `c.d` = 'x'; set e = 2; set `a.b` = 3; reset c.d;"
                           "select 1; alter session reset `a.b`", DRILL).statements:  # fmt: skip
            session.note(each.tokens)
        self.assertEqual((session.schema, session.options), ("dfs.tmp", {"a.b": "1", "e": "2"}))
        session.note(source("reset all", DRILL).statements[0].tokens)
        self.assertEqual(session.options, {"a.b": "1"})
