"""
Columns of a result of Hive as columns of Arrow, in the types of Spark nearest to Hive's.

Hive tells of an array, map, struct or union only that it is one, and its value as a text like JSON, so a text it stays;
intervals too. `timestamp` is a reading of a clock without a zone; `timestamp with local time zone` an instant.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from .thrift import Fields

_TIMESTAMP, _DECIMAL, _DATE, _ZONED = 8, 15, 17, 22

_KINDS: dict[int, pa.DataType] = {
    0: pa.bool_(), 1: pa.int8(), 2: pa.int16(), 3: pa.int32(), 4: pa.int64(), 5: pa.float32(), 6: pa.float64(),
    _TIMESTAMP: pa.timestamp("us"), 9: pa.binary(), _DATE: pa.date32(), _ZONED: pa.timestamp("us", "UTC"),
}  # fmt: skip

_STORED: dict[str, pa.DataType] = {
    "b": pa.int8(), "h": pa.int16(), "i": pa.int32(), "q": pa.int64(), "d": pa.float64()
}  # fmt: skip


def schema_of(columns: list[Fields]) -> pa.Schema:
    """
    The types of a result, by `TColumnDesc`s. `t.a`, as `SELECT *` names columns, is `a` where no other one is.
    """
    names = [each[1].decode(errors="replace") for each in columns]
    short = [name.rpartition(".")[2] for name in names]
    names = short if len(set(short)) == len(short) else names
    return pa.schema([pa.field(name, _kind(each)) for name, each in zip(names, columns, strict=True)])


def table_of(columns: list[Fields], schema: pa.Schema) -> pa.Table:
    """Rows as they were fetched, by `TColumn`s."""
    arrays = [_column(next(iter(each.values())), field.type) for each, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _kind(column: Fields) -> pa.DataType:
    primitive = column[2][1][0].get(1, {})
    kind = primitive.get(1)
    if kind == _DECIMAL:
        digits = {name: value.get(1) for name, value in primitive.get(2, {}).get(1, {}).items()}
        return pa.decimal128(digits.get(b"precision") or 38, digits.get(b"scale") or 0)
    return _KINDS.get(kind, pa.string())


def _column(told: Fields, kind: pa.DataType) -> pa.Array:
    values, nulls = told[1], told[2]
    if isinstance(values, list):
        found = pa.array(values, pa.binary()) if not any(nulls) else pa.array(_with_nulls(values, nulls), pa.binary())
        return found if kind == pa.binary() else _of_texts(found.cast(pa.string()), kind)
    # Hive has a bit for each null, Arrow one for each value that is there.
    there = bytes(~each & 0xFF for each in nulls.ljust((len(values) + 7) // 8, b"\0"))
    stored = _STORED[values.typecode]
    return pa.Array.from_buffers(stored, len(values), [pa.py_buffer(there), pa.py_buffer(values.tobytes())]).cast(kind)


def _with_nulls(values: list[bytes], nulls: bytes) -> list[bytes | None]:
    padded = nulls.ljust((len(values) + 7) // 8, b"\0")
    return [None if padded[at >> 3] >> (at & 7) & 1 else value for at, value in enumerate(values)]


def _of_texts(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(kind):
        return _instants(texts, kind) if kind.tz else _clock_readings(texts, kind)
    return texts.cast(kind)


def _clock_readings(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    # Nanoseconds are cut to Spark's microseconds.
    return pc.utf8_slice_codeunits(texts, 0, 26).cast(kind)


def _instants(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    return pa.array([_instant(each) for each in texts.to_pylist()], kind)


def _instant(text: str | None) -> Any:
    """`2020-01-02 03:04:05.0 Europe/Amsterdam`"""
    if text is None:
        return None
    day, clock, zone = text.split(" ", 2)
    seconds, _, fraction = clock.partition(".")
    read = datetime.fromisoformat(f"{day} {seconds}").replace(microsecond=int(fraction[:6].ljust(6, "0") or 0))
    return read.replace(tzinfo=timezone.utc if zone in ("UTC", "Etc/UTC", "Z") else ZoneInfo(zone))
