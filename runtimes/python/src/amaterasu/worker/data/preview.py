"""The first rows of a dataset, in JSON."""

from __future__ import annotations

import base64
import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..action import Fields
from ..memory import Published
from .files import dataset
from .frames import table_of
from .spark_schema import spark_schema, storable

MAX_CHARS = 512 * 1024
"""Far below the longest line that may be sent."""


def preview(published: Published, limit: int) -> Fields:
    """The answer to `preview`."""
    import pyarrow as pa

    if published.path is None:
        table = table_of(published.value, published.name)
    else:
        table = dataset(published.path, published.format).head(limit + 1)
    kinds = pa.schema([pa.field(each.name, storable(each.type, each.name)) for each in table.schema])
    rows = [_json(row) for row in table.slice(0, limit).to_pylist()]
    shown = _within(rows)
    return {"schema": spark_schema(kinds), "rows": shown, "more": table.num_rows > len(shown)}


def _within(rows: list[Any]) -> list[Any]:
    chars = 0
    for index, row in enumerate(rows):
        chars += len(json.dumps(row))
        if chars > MAX_CHARS:
            return rows[:index]
    return rows


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, (str, int, float, bool, type(None))) else _number(value)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) and float(value) == value else str(value)
