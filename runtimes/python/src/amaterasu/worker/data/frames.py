"""Kinds of values that hold a table, told apart without importing what they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..action import NotPublishable
from ..values import is_of

if TYPE_CHECKING:
    import pyarrow as pa

PANDAS, POLARS, ARROW = "pandas", "polars", "pyarrow"


def is_frame(value: Any) -> bool:
    """Whether a value is a table by its class: a frame of pandas or polars, or a table of Arrow."""
    return (
        is_of(value, PANDAS, "DataFrame")
        or is_of(value, POLARS, "DataFrame")
        or is_of(value, POLARS, "LazyFrame")
        or is_of(value, ARROW, "Table")
    )


def is_publishable(value: Any) -> bool:
    """Whether `table_of` may succeed: a frame, or what can be made one when it is asked for by its name."""
    return is_frame(value) or isinstance(value, (list, tuple)) or is_of(value, PANDAS, "Series")


def table_of(value: Any, name: str) -> pa.Table:
    """The value as a table of Arrow, in types that Spark has. `NotPublishable` says why it cannot be one."""
    import pyarrow as pa

    from .spark_schema import storable, with_durations

    table = with_durations(_table_of(value, name), name)
    if not table.column_names:
        return table  # a cast would lose the number of its rows
    kinds = [pa.field(field.name, storable(field.type, f"{name}.{field.name}")) for field in table.schema]
    # Not safe, as nanoseconds are cut to Spark's microseconds.
    return table.replace_schema_metadata(None).cast(pa.schema(kinds), safe=False)


def _table_of(value: Any, name: str) -> pa.Table:
    if is_of(value, ARROW, "Table"):
        return value
    if is_of(value, POLARS, "LazyFrame"):
        value = value.collect()
    if is_of(value, POLARS, "DataFrame"):
        return value.to_arrow()
    if is_of(value, PANDAS, "Series"):
        value = value.to_frame("value" if value.name is None else value.name)
    if is_of(value, PANDAS, "DataFrame"):
        from .pandas_frame import from_pandas

        return from_pandas(value, name)
    if isinstance(value, (list, tuple)):
        return _table_of_rows(list(value), name)
    raise NotPublishable(
        f"{name} is of the type {type(value).__name__}; "
        "a frame of pandas or polars, a table of Arrow, or a list of dicts, tuples or plain values can be published"
    )


def _table_of_rows(rows: list[Any], name: str) -> pa.Table:
    import pyarrow as pa

    if not rows:
        raise NotPublishable(f"{name} is an empty list, which has no columns; a DataFrame has them without rows too")
    try:
        return pa.Table.from_pylist([_row(row) for row in rows], _columns(rows, pa))
    except (pa.ArrowException, TypeError, AttributeError) as problem:
        raise NotPublishable(f"{name} holds values of several types: {problem}") from None


def _columns(rows: list[Any], pa: Any) -> Any:
    """The schema of the rows: the names that any of them has, in the order in which they come."""
    names = list(dict.fromkeys(key for row in rows for key in _row(row)))
    return pa.schema([pa.field(name, pa.array([_row(row).get(name) for row in rows]).type) for name in names])


def _row(row: Any) -> dict[str, Any]:
    if isinstance(row, dict):
        return row
    if isinstance(row, tuple):
        names = getattr(row, "_fields", None) or [f"_{number}" for number in range(1, len(row) + 1)]
        return dict(zip(names, row, strict=True))
    return {"value": row}
