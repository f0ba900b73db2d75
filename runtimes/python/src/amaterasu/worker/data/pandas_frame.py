"""From tables of Arrow to pandas and back.

How types arrive, beyond what is plain: a column of whole numbers or booleans that has nulls is one of pandas' nullable
kinds (`Int64`, `boolean`), so that numbers stay whole; one of floating point that has nulls or NaN is `Float64`, in
which the two differ. Without them they are NumPy's. Decimals, dates, binary and nested values are Python objects:
`Decimal`, `date`, `bytes`, lists, dicts (for structs and maps). Spark's `timestamp` comes in UTC, `timestamp_ntz`
without a zone, both with microseconds.

On the way back NaN in NumPy's kinds means null, as pandas itself has it. A column of objects has the type that it was
read with, where its values fit, since they alone do not tell it (how many digits a decimal has, what an empty column
holds).
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..action import NotPublishable
from .spark_schema import arrow_schema, spark_schema, storable, without_columns

HINT = "amaterasu.schema"
"""The name in a frame's `attrs` of the schema that it was read with."""

_NULLABLE: dict[pa.DataType, Any] = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.float32(): pd.Float32Dtype(),
    pa.float64(): pd.Float64Dtype(),
}


def to_pandas(table: pa.Table) -> Any:
    """The table as a frame, with the numbers of its rows as index."""
    columns = [_series(column) for column in table.columns]
    frame = pd.DataFrame(dict(enumerate(columns)), index=pd.RangeIndex(table.num_rows), copy=False)
    frame.columns = pd.Index(table.column_names, dtype=object)
    kinds = pa.schema([pa.field(field.name, storable(field.type, field.name)) for field in table.schema])
    frame.attrs[HINT] = json.dumps(spark_schema(kinds))
    return frame


def from_pandas(frame: Any, name: str) -> pa.Table:
    """The frame as a table. Levels of the index that have a name come first, as columns; others are left out."""
    named = [level for level in frame.index.names if level is not None]
    columns = frame.reset_index(level=named) if named else frame
    names = [_column_name(each) for each in columns.columns]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise NotPublishable(f"{name} has several columns by the name {twice}")
    if not names:
        return without_columns(len(frame))
    hints = _hints(frame)
    arrays = [
        _array(columns.iloc[:, position], hints.get(each), f"{name}.{each}") for position, each in enumerate(names)
    ]
    return pa.table(arrays, names=names)


def _series(column: pa.ChunkedArray) -> Any:
    kind = column.type
    missing = column.null_count > 0
    if pa.types.is_floating(kind) and not missing:
        missing = bool(pc.any(pc.is_nan(column)).as_py())
    if missing and kind in _NULLABLE:
        return pd.Series(_NULLABLE[kind].__from_arrow__(column))
    if pa.types.is_nested(kind):
        return pd.Series([_plain(value, kind) for value in column.to_pylist()], dtype=object)
    return column.to_pandas(date_as_object=True, coerce_temporal_nanoseconds=False)


def _plain(value: Any, kind: pa.DataType) -> Any:
    """Maps as dicts, wherever they are; Arrow gives lists of pairs."""
    if value is None or not pa.types.is_nested(kind):
        return value
    if pa.types.is_map(kind):
        return {key: _plain(each, kind.item_type) for key, each in value}
    if pa.types.is_struct(kind):
        return {name: _plain(each, kind.field(name).type) for name, each in value.items()}
    return [_plain(each, kind.value_type) for each in value]


def _paired(value: Any, kind: pa.DataType) -> Any:
    """The way back: lists of pairs where `kind` has maps."""
    if value is None or not pa.types.is_nested(kind):
        return value
    if pa.types.is_map(kind):
        pairs = value.items() if isinstance(value, dict) else value
        return [(key, _paired(each, kind.item_type)) for key, each in pairs]
    if pa.types.is_struct(kind):
        return {name: _paired(each, kind.field(name).type) for name, each in value.items()}
    return [_paired(each, kind.value_type) for each in value]


def _array(series: Any, hint: pa.DataType | None, column: str) -> pa.Array:
    if hint is not None and series.dtype == object:
        try:
            if pa.types.is_nested(hint):
                # Within lists and dicts null is None, and NaN a number.
                return pa.array([None if _is_missing(each) else _paired(each, hint) for each in series], type=hint)
            return pa.array(series, type=hint, from_pandas=True)
        except (pa.ArrowException, TypeError, ValueError, AttributeError):
            pass  # the column has other values now
    if isinstance(series.dtype, pd.PeriodDtype):
        series = series.astype("string")  # Arrow would have their numbers since 1970
    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError) as problem:
        raise NotPublishable(f"the column {column} cannot be published: {problem}") from None


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _hints(frame: Any) -> dict[str, pa.DataType]:
    told = frame.attrs.get(HINT)
    if not isinstance(told, str):
        return {}
    return {field.name: field.type for field in arrow_schema(json.loads(told))}


def _column_name(name: object) -> str:
    return "_".join(str(each) for each in name if str(each)) if isinstance(name, tuple) else str(name)
