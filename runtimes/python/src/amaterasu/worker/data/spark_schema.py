"""Types of Arrow and of Spark, one for the other. Schemas are told in the JSON that Spark writes."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from ..action import NotPublishable

SparkType = str | dict[str, Any]

_SIMPLE: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "byte": pa.int8(),
    "short": pa.int16(),
    "integer": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
    "binary": pa.binary(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", "UTC"),
    "timestamp_ntz": pa.timestamp("us"),
    "void": pa.null(),
}


def arrow_schema(schema: dict[str, Any]) -> pa.Schema:
    """Spark's schema, as the types in which its columns are read here."""
    return pa.schema([_arrow_field(field) for field in schema["fields"]])


def spark_schema(schema: pa.Schema) -> dict[str, Any]:
    """The schema of a table that `storable` has made, as Spark reads it."""
    return {"type": "struct", "fields": [_spark_field(field) for field in schema]}


def without_columns(rows: int) -> pa.Table:
    """So many rows that have no columns; `pa.table` would make none."""
    return pa.table({"": pa.nulls(rows)}).select([])


def with_durations(table: pa.Table, name: str) -> pa.Table:
    """Intervals of months, days and nanoseconds as durations, where they have no months."""
    for index, field in enumerate(table.schema):
        if field.type == pa.month_day_nano_interval():
            values = [_micros(each, f"{name}.{field.name}") for each in table.column(index).to_pylist()]
            table = table.set_column(index, field.name, pa.array(values, pa.duration("us")))
    return table


def _micros(value: Any, column: str) -> int | None:
    if value is None:
        return None
    if value.months:
        raise NotPublishable(f"the column {column} holds intervals with months, which are of no fixed length")
    micros: int = value.days * 86_400_000_000 + value.nanoseconds // 1000
    return micros


def storable(kind: pa.DataType, column: str) -> pa.DataType:
    """The type nearest to `kind` that Spark has. `NotPublishable` where it has none."""
    types = pa.types
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return pa.list_(pa.field("element", storable(kind.value_type, column)))
    if types.is_struct(kind):
        fields = [kind.field(index) for index in range(kind.num_fields)]
        return pa.struct([pa.field(each.name, storable(each.type, column), each.nullable) for each in fields])
    if types.is_map(kind):
        return pa.map_(storable(kind.key_type, column), storable(kind.item_type, column))
    if types.is_dictionary(kind):
        return storable(kind.value_type, column)
    if isinstance(kind, pa.BaseExtensionType):
        return storable(kind.storage_type, column)
    return _storable_scalar(kind, column)


def _storable_scalar(kind: pa.DataType, column: str) -> pa.DataType:
    types = pa.types
    if types.is_timestamp(kind):
        # Spark has microseconds, and two kinds of timestamps: instants, and readings of a clock without a zone.
        return pa.timestamp("us", "UTC" if kind.tz else None)
    if types.is_decimal(kind):
        if kind.precision > 38:
            raise NotPublishable(f"the column {column} holds decimals of {kind.precision} digits; Spark has at most 38")
        return pa.decimal128(kind.precision, max(0, kind.scale))
    for test, wider in _WIDER:
        if test(kind):
            return wider
    if kind in _SIMPLE.values():
        return kind
    raise NotPublishable(f"the column {column} is of the type {kind}, which Spark does not have")


_WIDER = [
    (pa.types.is_uint8, pa.int16()),
    (pa.types.is_uint16, pa.int32()),
    (pa.types.is_uint32, pa.int64()),
    (pa.types.is_uint64, pa.decimal128(20, 0)),
    (pa.types.is_float16, pa.float32()),
    (pa.types.is_date, pa.date32()),
    (pa.types.is_duration, pa.duration("us")),
    (pa.types.is_time, pa.time64("us")),
    (pa.types.is_null, pa.string()),  # a column of nothing but nulls, whose type nobody knows
    (pa.types.is_large_string, pa.string()),
    (pa.types.is_large_binary, pa.binary()),
    (pa.types.is_fixed_size_binary, pa.binary()),
]


def _arrow_field(field: dict[str, Any]) -> pa.Field:
    try:
        kind = arrow_type(field["type"])
    except ValueError as problem:
        raise ValueError(f"the column {field['name']}: {problem}") from None
    return pa.field(field["name"], kind, field.get("nullable", True))


def arrow_type(kind: SparkType) -> pa.DataType:
    """A type of Spark's JSON as one of Arrow; a `ValueError` for those that only Spark knows."""
    if isinstance(kind, dict):
        return _arrow_nested(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if decimal := re.fullmatch(r"decimal\((\d+),\s*(-?\d+)\)", kind):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if re.fullmatch(r"(char|varchar)\(\d+\)|string collate .*", kind):
        return pa.string()
    if kind.startswith("interval day") or kind.startswith(("interval hour", "interval minute", "interval second")):
        return pa.duration("us")
    if re.fullmatch(r"time(\(\d+\))?", kind):
        return pa.time64("us")
    raise ValueError(f"the type {kind} of Spark cannot be read here")


def _arrow_nested(kind: dict[str, Any]) -> pa.DataType:
    if kind["type"] == "struct":
        return pa.struct([_arrow_field(field) for field in kind["fields"]])
    if kind["type"] == "array":
        return pa.list_(pa.field("element", arrow_type(kind["elementType"]), kind["containsNull"]))
    if kind["type"] == "map":
        return pa.map_(arrow_type(kind["keyType"]), arrow_type(kind["valueType"]))
    if kind["type"] == "udt":
        return arrow_type(kind["sqlType"])
    raise ValueError(f"the type {kind['type']} of Spark cannot be read here")


def _spark_field(field: pa.Field) -> dict[str, Any]:
    return {"name": field.name, "type": spark_type(field.type), "nullable": True, "metadata": {}}


def spark_type(kind: pa.DataType) -> SparkType:
    """A storable type in Spark's JSON."""
    types = pa.types
    if types.is_struct(kind):
        return {"type": "struct", "fields": [_spark_field(kind.field(index)) for index in range(kind.num_fields)]}
    if types.is_list(kind):
        return {"type": "array", "elementType": spark_type(kind.value_type), "containsNull": True}
    if types.is_map(kind):
        key, value = spark_type(kind.key_type), spark_type(kind.item_type)
        return {"type": "map", "keyType": key, "valueType": value, "valueContainsNull": True}
    if types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if types.is_duration(kind):
        return "interval day to second"
    if types.is_time(kind):
        return "time(6)"
    return next(name for name, simple in _SIMPLE.items() if simple == kind)
