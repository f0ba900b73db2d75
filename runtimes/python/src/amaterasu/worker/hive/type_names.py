"""
The types of nested columns. Hive's protocol tells of a column only that it is an array, a map or a struct; of what is
told in the log that the server keeps of each statement: `Created Hive schema: Schema(fieldSchemas:[FieldSchema(name:a,
type:array<int>, comment:null)], …)`, `Returning Hive schema` before Hive 4.
"""

from __future__ import annotations

import re

import pyarrow as pa

_SCHEMA = re.compile(r" Hive schema: Schema\(fieldSchemas:\[(.*)\], properties:")

_SIMPLE: dict[str, pa.DataType] = {
    "boolean": pa.bool_(), "tinyint": pa.int8(), "smallint": pa.int16(), "int": pa.int32(), "bigint": pa.int64(),
    "float": pa.float32(), "double": pa.float64(), "string": pa.string(), "date": pa.date32(), "void": pa.string(),
    "timestamp": pa.timestamp("us"), "timestamp with local time zone": pa.timestamp("us", "UTC"),
}  # fmt: skip

_SCALAR = re.compile(r"[a-z_]+(?: with local time zone)?(?:\([^)]*\))?")
_DECIMAL = re.compile(r"decimal\((\d+),\s*(\d+)\)")
_TEXT = re.compile(r"(?:var)?char\(\d+\)")


def types_told(log: str, names: list[str]) -> list[str]:
    """The type of each of a result's columns, or nothing where the log does not have them."""
    for told in reversed(_SCHEMA.findall(log)):
        types = _types_of(told, names)
        if types:
            return types
    return []


def arrow_type(name: str) -> pa.DataType | None:
    """
    A type by Hive's name for it; None where values of it cannot be told from Hive's text for them: bytes stand in it as
    they are, and a `uniontype` is none that a dataset has.
    """
    try:
        kind, end = _read(name, 0)
    except ValueError:
        return None
    return kind if end == len(name) else None


def _types_of(told: str, names: list[str]) -> list[str]:
    """Cut at the names, which are known, as comments and names may hold anything."""
    types: list[str] = []
    at = 0
    for name in names:
        head = f"FieldSchema(name:{name}, type:"
        start = told.find(head, at)
        end = told.find(", comment:", start)
        if start < 0 or end < 0:
            return []
        types.append(told[start + len(head) : end])
        at = end
    return types


def _read(name: str, at: int) -> tuple[pa.DataType, int]:
    """The type that begins there, and where it ends. A `ValueError` where it is none that can be read."""
    if name.startswith("array<", at):
        item, end = _read(name, at + len("array<"))
        return pa.list_(item), _past(name, end, ">")
    if name.startswith("map<", at):
        key, end = _read(name, at + len("map<"))
        value, end = _read(name, _past(name, end, ","))
        return pa.map_(key, value), _past(name, end, ">")
    if name.startswith("struct<", at):
        return _read_struct(name, at + len("struct<"))
    match = _SCALAR.match(name, at)
    if match is None:
        raise ValueError(name)
    return _scalar(match[0]), match.end()


def _read_struct(name: str, at: int) -> tuple[pa.DataType, int]:
    fields: list[pa.Field] = []
    while True:
        colon = name.index(":", at)
        kind, end = _read(name, colon + 1)
        fields.append(pa.field(name[at:colon], kind))
        if name.startswith(">", end):
            return pa.struct(fields), end + 1
        at = _past(name, end, ",")


def _past(name: str, at: int, mark: str) -> int:
    if not name.startswith(mark, at):
        raise ValueError(name)
    return at + len(mark)


def _scalar(name: str) -> pa.DataType:
    if name in _SIMPLE:
        return _SIMPLE[name]
    if decimal := _DECIMAL.fullmatch(name):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if _TEXT.fullmatch(name):
        return pa.string()
    raise ValueError(name)
