"""
Columns of a result of Hive as columns of Arrow, in the types of Spark nearest to Hive's.

Arrays, maps and structs are texts that are read by the types that the server's log tells; where it does not, and for
unions, texts they stay; intervals too. `timestamp` is a reading of a clock without a zone; `timestamp with local time
zone` an instant.
"""

from __future__ import annotations

import pyarrow as pa

from .nested import nested_array
from .texts import values_of
from .thrift import Fields
from .type_names import arrow_type, types_told

_TIMESTAMP, _DECIMAL, _DATE, _ZONED = 8, 15, 17, 22
_NESTED = frozenset([10, 11, 12])
"""Arrays, maps and structs."""

_KINDS: dict[int, pa.DataType] = {
    0: pa.bool_(), 1: pa.int8(), 2: pa.int16(), 3: pa.int32(), 4: pa.int64(), 5: pa.float32(), 6: pa.float64(),
    _TIMESTAMP: pa.timestamp("us"), 9: pa.binary(), _DATE: pa.date32(), _ZONED: pa.timestamp("us", "UTC"),
}  # fmt: skip

_STORED: dict[str, pa.DataType] = {
    "b": pa.int8(), "h": pa.int16(), "i": pa.int32(), "q": pa.int64(), "d": pa.float64()
}  # fmt: skip


def schema_of(columns: list[Fields], log: str) -> pa.Schema:
    """
    The types of a result, by `TColumnDesc`s and what the server has logged of the statement. `t.a`, as `SELECT *` names
    columns, is `a` where no other one is.
    """
    names = [each[1].decode(errors="replace") for each in columns]
    types = types_told(log, names) or [""] * len(names)
    kinds = [_kind(each, told) for each, told in zip(columns, types, strict=True)]
    short = [name.rpartition(".")[2] for name in names]
    return pa.schema(list(zip(short if len(set(short)) == len(short) else names, kinds, strict=True)))


def table_of(columns: list[Fields], schema: pa.Schema) -> pa.Table:
    """Rows as they were fetched, by `TColumn`s. An `UnreadableValue` where one is not of its column's type."""
    arrays = [_column(next(iter(each.values())), field) for each, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _kind(column: Fields, told: str) -> pa.DataType:
    primitive = column[2][1][0].get(1, {})
    kind = primitive.get(1)
    if kind in _NESTED:
        return arrow_type(told) or pa.string()
    if kind == _DECIMAL:
        digits = {name: value.get(1) for name, value in primitive.get(2, {}).get(1, {}).items()}
        return pa.decimal128(digits.get(b"precision") or 38, digits.get(b"scale") or 0)
    return _KINDS.get(kind, pa.string())


def _column(told: Fields, field: pa.Field) -> pa.Array:
    values, nulls, kind = told[1], told[2], field.type
    if isinstance(values, list):
        found = pa.array(values, pa.binary()) if not any(nulls) else pa.array(_with_nulls(values, nulls), pa.binary())
        return found if kind == pa.binary() else _of_texts(found.cast(pa.string()), field)
    # Hive has a bit for each null, Arrow one for each value that is there.
    there = bytes(~each & 0xFF for each in nulls.ljust((len(values) + 7) // 8, b"\0"))
    stored = _STORED[values.typecode]
    return pa.Array.from_buffers(stored, len(values), [pa.py_buffer(there), pa.py_buffer(values.tobytes())]).cast(kind)


def _with_nulls(values: list[bytes], nulls: bytes) -> list[bytes | None]:
    padded = nulls.ljust((len(values) + 7) // 8, b"\0")
    return [None if padded[at >> 3] >> (at & 7) & 1 else value for at, value in enumerate(values)]


def _of_texts(texts: pa.Array, field: pa.Field) -> pa.Array:
    if not pa.types.is_nested(field.type):
        return values_of(texts, field.type)
    return nested_array(texts.to_pylist(), field.type, field.name)
