import unittest
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa

from amaterasu.worker.hive.columns import schema_of, table_of
from amaterasu.worker.hive.nested import UnreadableValue, nested_array
from amaterasu.worker.hive.type_names import arrow_type, types_told


def read(kind: str, *texts: str | None) -> list[Any]:
    found = arrow_type(kind)
    assert found is not None
    values = nested_array(texts, found, "c")
    values.validate(full=True)
    assert values.type == found
    rows: list[Any] = values.to_pylist()
    return rows


def column(name: str, kind: int) -> dict[int, Any]:
    return {1: name.encode(), 2: {1: [{1: {1: kind}}]}}


def schema(*fields: str) -> str:
    """As the server logs it."""
    return f"Hive schema: Schema(fieldSchemas:[{', '.join(fields)}], properties:null)"


class NestedTest(unittest.TestCase):
    def test_arrays(self) -> None:
        self.assertEqual(read("array<int>", "[1,2]", "[]", None, "[null]"), [[1, 2], [], None, [None]])
        self.assertEqual(read("array<array<string>>", '[["a"],null,[]]'), [[["a"], None, []]])

    def test_maps(self) -> None:
        self.assertEqual(read("map<string,int>", '{"k":1,"":null}', "{}", None), [[("k", 1), ("", None)], [], None])
        found = read("map<decimal(2,1),date>", '{1.5:"2020-01-02",-2.0:null}')
        self.assertEqual(found, [[(Decimal("1.5"), date(2020, 1, 2)), (Decimal("-2.0"), None)]])

    def test_structs(self) -> None:
        kind = "struct<p:int,q:struct<r:map<int,array<string>>,s:boolean>>"
        values = ['{"p":1,"q":{"r":{7:["x"],8:null},"s":true}}', '{"p":null,"q":null}', None]
        first = {"p": 1, "q": {"r": [(7, ["x"]), (8, None)], "s": True}}
        self.assertEqual(read(kind, *values), [first, {"p": None, "q": None}, None])

    def test_texts(self) -> None:
        told = r'["a\"]},","\\","\t\u0001ä","null",""]'
        self.assertEqual(read("array<varchar(9)>", told, '["two\nlines"]'),
                         [['a"]},', "\\", "\t\x01ä", "null", ""], ["two\nlines"]])  # fmt: skip

    def test_numbers(self) -> None:
        self.assertEqual(str(read("array<double>", "[1.5,NaN,-Infinity,1.0E-5]")), "[[1.5, nan, -inf, 1e-05]]")
        self.assertEqual(read("array<decimal(10,2)>", "[1,-0.25]"), [[Decimal("1.00"), Decimal("-0.25")]])
        self.assertEqual(read("array<bigint>", "[-9223372036854775808]"), [[-(2**63)]])

    def test_times(self) -> None:
        self.assertEqual(read("array<timestamp>", '["1850-01-02 03:04:05.123456789",null]', '["2020-01-02 03:04:05"]'),
                         [[datetime(1850, 1, 2, 3, 4, 5, 123456), None], [datetime(2020, 1, 2, 3, 4, 5)]])  # fmt: skip
        self.assertEqual(read("array<timestamp with local time zone>", '["2020-07-02 03:04:05.5 Europe/Amsterdam"]'),
                         [[datetime(2020, 7, 2, 1, 4, 5, 500000, timezone.utc)]])  # fmt: skip

    def test_what_is_not_of_the_type(self) -> None:
        for kind, text in (
            ("array<int>", "[1,2"),
            ("array<int>", "[1]x"),
            ("array<int>", "[x]"),
            ("array<string>", '["a" "b"]'),
            ("array<int>", '{"a":1}'),
            ("map<string,int>", '{"a":1,}'),
            ("map<string,int>", "{null:1}"),
            ("struct<p:int>", '{"p":1,"q":2}'),
        ):
            with self.assertRaises(UnreadableValue, msg=text) as raised:
                read(kind, text)
            self.assertIn("the column c ", str(raised.exception))


class TypesTest(unittest.TestCase):
    def test_names(self) -> None:
        self.assertEqual(arrow_type("struct<a b:int,c:decimal(10,2)>"),
                         pa.struct([("a b", pa.int32()), ("c", pa.decimal128(10, 2))]))  # fmt: skip
        for name in ("array<binary>", "uniontype<int,date>", "map<int,interval_day_time>", "array<int", "array<int>>"):
            self.assertIsNone(arrow_type(name), name)

    def test_those_of_the_log(self) -> None:
        first = f"INFO  : Returning {schema('FieldSchema(name:x, type:int, comment:null)')}"
        last = "INFO  : Created " + schema(
            "FieldSchema(name:t.a, type:map<int,string>, comment:it's, type:int)",
            "FieldSchema(name:t.b, type:int, comment:null)",
        )
        self.assertEqual(types_told(f"{first}\n{last}\nINFO  : OK", ["t.a", "t.b"]), ["map<int,string>", "int"])
        self.assertEqual(types_told(f"{first}\nINFO  : OK", ["x"]), ["int"])
        self.assertEqual(types_told(first, ["x", "y"]), [])
        self.assertEqual(types_told("", ["x"]), [])


class ColumnsTest(unittest.TestCase):
    log = "INFO  : Created " + schema(
        "FieldSchema(name:t.a, type:array<int>, comment:null)",
        "FieldSchema(name:t.u, type:uniontype<int>, comment:null)",
    )
    told = (column("t.a", 10), column("t.u", 13))

    def test_nested_by_the_log(self) -> None:
        found = schema_of(list(self.told), self.log)
        self.assertEqual(found, pa.schema([("a", pa.list_(pa.int32())), ("u", pa.string())]))
        table = table_of([{7: {1: [b"[1]", b""], 2: b"\x02"}}, {7: {1: [b"{0:1}", b"{0:2}"], 2: b""}}], found)
        self.assertEqual(table.to_pydict(), {"a": [[1], None], "u": ["{0:1}", "{0:2}"]})

    def test_texts_without_it(self) -> None:
        found = schema_of(list(self.told), "")
        self.assertEqual(found, pa.schema([("a", pa.string()), ("u", pa.string())]))
        table = table_of([{7: {1: [b"[1]"], 2: b""}}, {7: {1: [b"{0:1}"], 2: b""}}], found)
        self.assertEqual(table.to_pydict(), {"a": ["[1]"], "u": ["{0:1}"]})
