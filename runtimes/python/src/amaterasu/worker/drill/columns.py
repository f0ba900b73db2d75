"""
A result of Drill as a table of Arrow, in the types of Spark nearest to Drill's.

Drill tells the type of a column, but not whether it is a list of that type, nor what is in a map: such columns have the
types that their values show, and are texts where they show none. Intervals are texts; `timestamp` is a reading of a
clock without a zone.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from .service import Answer

_EPOCH = datetime(1970, 1, 1)

_KINDS: dict[str, pa.DataType] = {
    "BIT": pa.bool_(), "TINYINT": pa.int8(), "SMALLINT": pa.int16(), "INT": pa.int32(), "BIGINT": pa.int64(),
    "FLOAT4": pa.float32(), "FLOAT8": pa.float64(), "VARCHAR": pa.string(), "VARBINARY": pa.binary(),
    "DATE": pa.date32(), "TIME": pa.time64("us"), "TIMESTAMP": pa.timestamp("us"),
    "INTERVAL": pa.string(), "INTERVALDAY": pa.string(), "INTERVALYEAR": pa.string(),
}  # fmt: skip


def table_of(answer: Answer) -> pa.Table:
    arrays = [
        _column([row.get(name) for row in answer.rows], told)
        for name, told in zip(answer.columns, answer.types, strict=True)
    ]
    return pa.table(arrays, names=answer.columns)


def _column(values: list[Any], told: str) -> pa.Array:
    kind, convert = _kind(told), _CONVERT.get(told, _same)
    if kind is None:
        return _shown_by([_plain(value) for value in values])
    if any(isinstance(value, list) for value in values):
        lists = [None if value is None else [_converted(each, convert) for each in value] for value in values]
        return pa.array(lists, pa.list_(kind))
    return pa.array([_converted(value, convert) for value in values], kind)


def _shown_by(values: list[Any]) -> pa.Array:
    """A column whose type only its values show; a text of JSON where they are of several types."""
    if all(value is None for value in values):
        return pa.array(values, pa.string())
    try:
        return pa.array(values)
    except (pa.ArrowException, TypeError):
        return pa.array([None if value is None else json.dumps(value) for value in values], pa.string())


def _kind(told: str) -> pa.DataType | None:
    decimal = re.fullmatch(r"(?:VAR)?DECIMAL\w*\((\d+), ?(\d+)\)", told)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else _KINDS.get(told)


def _converted(value: Any, convert: Callable[[Any], Any]) -> Any:
    return None if value is None else convert(value)


def _same(value: Any) -> Any:
    return value


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _day(milliseconds: int) -> date:
    return _moment(milliseconds).date()


def _clock(milliseconds: int) -> time:
    return _moment(milliseconds).time()


def _plain(value: Any) -> Any:
    """Numbers in maps and lists have no type of their own."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, dict) else value


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "DATE": _day, "TIMESTAMP": _moment, "TIME": _clock, "VARBINARY": base64.b64decode, "FLOAT4": float, "FLOAT8": float
}  # fmt: skip
