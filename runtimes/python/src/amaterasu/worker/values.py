"""What is shown of a value: its type, and a short text where making one is cheap and does no harm."""

from __future__ import annotations

import sys
from typing import Any

LIMIT = 200
"""Characters of a value that are shown."""

ROWS = 10
"""Rows of data that are shown where they may be."""

COLUMNS_LIMIT = 500

_PLAIN = ("Decimal", "Fraction", "date", "datetime", "time", "timedelta", "UUID", "PosixPath", "timezone", "ZoneInfo")


def shown(value: Any, show_data: bool) -> dict[str, Any]:
    """`type`, and perhaps `value` and `data`, as the protocol has them. Never raises."""
    try:
        return _shown(value, show_data)
    except Exception:  # a broken `__repr__`, `__len__`, `shape` … of the user's is no failure of the action
        return {"type": type(value).__name__}


def _shown(value: Any, show_data: bool) -> dict[str, Any]:
    kind = type(value)
    if is_of(value, "pyspark", "DataFrame"):
        columns = ", ".join(f"{name}: {dtype}" for name, dtype in value.dtypes)
        return {"type": f"DataFrame {_columns(columns)}"}
    if is_of(value, "pandas", "DataFrame") or is_of(value, "polars", "DataFrame"):
        return _frame(value, show_data)
    if is_of(value, "pyarrow", "Table"):
        columns = ", ".join(f"{field.name}: {field.type}" for field in value.schema)
        return {"type": f"Table {_columns(columns)}", "value": _count(value.num_rows, "row")}
    if is_of(value, "pandas", "Series"):
        return _data(
            f"Series [{value.dtype}]", _count(len(value), "row"), show_data, lambda: value.head(ROWS).to_string()
        )
    if is_of(value, "numpy", "ndarray"):
        kind_and_shape = f"ndarray [{' × '.join(map(str, value.shape))}] {value.dtype}"
        return _data(kind_and_shape, _count(value.size, "element"), show_data, lambda: _text(value))
    if kind in (list, tuple, set, frozenset, dict):
        return _data(kind.__name__, _count(len(value), "element"), show_data, lambda: _elements(value))
    text = _plain(value)
    return {"type": kind.__name__} if text is None else {"type": kind.__name__, "value": text}


def _frame(value: Any, show_data: bool) -> dict[str, Any]:
    # The `dtypes` of pandas belong to the columns' names, those of polars are a list.
    columns = ", ".join(f"{name}: {dtype}" for name, dtype in zip(value.columns, list(value.dtypes), strict=True))
    return _data(f"DataFrame {_columns(columns)}", _count(len(value), "row"), show_data, lambda: str(value.head(ROWS)))


def _data(kind: str, size: str, show_data: bool, rows: Any) -> dict[str, Any]:
    return {"type": kind, "value": rows(), "data": True} if show_data else {"type": kind, "value": size}


def _elements(value: Any) -> str:
    """The first elements; a long collection's text is not made as a whole."""
    if len(value) <= 20:
        return _cut(repr(value))
    first = [each for each, _ in zip(value.items() if isinstance(value, dict) else value, range(20), strict=False)]
    return _cut(f"{', '.join(_text(each) for each in first)}, … {len(value)} in all")


def _plain(value: Any) -> str | None:
    kind = type(value)
    if kind is str:
        return _cut_string(value)
    if kind in (bytes, bytearray):
        return _cut(repr(value[:LIMIT])) if len(value) <= LIMIT else f"{value[:LIMIT]!r}… ({len(value)} bytes)"
    if kind is int:
        return _text(value) if value.bit_length() < 4096 else f"{value.bit_length()} bits"
    if (
        kind in (bool, float, complex, range, type(None))
        or kind.__name__ in _PLAIN
        or is_of(value, "numpy", kind.__name__)
    ):
        return _text(value)
    if "enum" in sys.modules and isinstance(value, sys.modules["enum"].Enum):
        return _text(value)
    return None


def _cut_string(text: str) -> str:
    return repr(text) if len(text) <= LIMIT else f"{text[:LIMIT]!r}… ({len(text)} characters)"


def _text(value: Any) -> str:
    return _cut(str(value) if isinstance(value, (range, int, float)) else repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else f"{text[:LIMIT]}… ({len(text)} characters)"


def _columns(columns: str) -> str:
    return f"[{columns}]" if len(columns) <= COLUMNS_LIMIT else f"[{columns[:COLUMNS_LIMIT]}…]"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def is_of(value: Any, package: str, name: str) -> bool:
    """Whether a value is of that class of a package, or of one derived from it, without importing the package."""
    if package not in sys.modules:
        return False
    return any(each.__name__ == name and each.__module__.partition(".")[0] == package for each in type(value).__mro__)
