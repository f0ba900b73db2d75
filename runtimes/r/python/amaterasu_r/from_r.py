"""Columns of R as Arrow has them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .node import NA_INTEGER, Node


def column(node: Node, hint: pa.DataType | None) -> pa.Array:
    """A column, in the type that it was read with where its values still fit."""
    array = _array(node)
    if hint is None or array.type == hint:
        return array
    try:
        return _cast(array, hint)
    except (pa.ArrowException, TypeError, ValueError):
        return array


def _array(node: Node) -> pa.Array:
    kind = node["kind"]
    if kind in ("list", "map", "struct"):
        return _nested(node)
    if kind == "text":
        return _with_nulls(pa.array(list(_listed(node["data"])), pa.string()), node)
    if kind == "bytes":
        return pa.array([None if each is None else bytes(each) for each in _listed(node["data"])], pa.binary())
    if kind in ("logical", "integer"):
        array = _numbers(node, pa.int32())
        array = pc.if_else(pc.equal(array, NA_INTEGER), pa.scalar(None, pa.int32()), array)
        return array.cast(pa.bool_()) if kind == "logical" else array
    if kind == "long":
        return _with_nulls(_numbers(node, pa.int64()), node)
    return _of_doubles(kind, _with_nulls(_numbers(node, pa.float64()), node))


def _of_doubles(kind: str, array: pa.Array) -> pa.Array:
    if kind == "double":
        return array
    if kind == "date":
        return pc.floor(array).cast(pa.int32()).cast(pa.date32())
    micros = pc.round(pc.multiply(array, 1e6)).cast(pa.int64())
    return micros.cast({"instant": pa.timestamp("us", "UTC"), "clock": pa.timestamp("us")}.get(kind, pa.duration("us")))


def _nested(node: Node) -> pa.Array:
    length = node["length"]
    nulls = _mask(node)
    if node["kind"] == "struct":
        children = [_array(each) for each in node["children"]]
        if not children:
            return pa.array([None if each else {} for each in nulls.to_pylist()], pa.struct([]))
        return pa.StructArray.from_arrays(children, list(_listed(node["names"])), mask=nulls)
    offsets = _numbers({**node, "data": node["offsets"], "length": length + 1}, pa.float64()).cast(pa.int32())
    if node["kind"] == "map":
        return _map(offsets, nulls, _array(node["key"]), _array(node["item"]))
    kind = pa.list_(pa.field("element", (child := _array(node["child"])).type))
    return pa.ListArray.from_arrays(offsets, child, type=kind, mask=nulls)


def _map(offsets: pa.Array, nulls: pa.Array, key: pa.Array, item: pa.Array) -> pa.Array:
    # A null offset makes a null; masks of maps are newer than the oldest Arrow that is supported.
    closed = pa.concat_arrays([nulls, pa.array([False])])
    return pa.MapArray.from_arrays(pc.if_else(closed, pa.scalar(None, pa.int32()), offsets), key, item)


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """The array in another type, inside of what is nested too; raises where a value would change."""
    types = pa.types
    source = array.type
    if array.null_count == len(array):
        return pa.nulls(len(array), kind)
    if types.is_timestamp(source) and types.is_timestamp(kind):
        # POSIXct doesn't tell an instant from the reading of a clock, which is kept in UTC.
        return array.cast(pa.int64()).cast(kind)
    if types.is_struct(kind) and types.is_struct(source):
        children = [
            _cast(_field(array, kind.field(index).name, kind.field(index).type), kind.field(index).type)
            for index in range(kind.num_fields)
        ]
        return pa.StructArray.from_arrays(children, fields=list(kind), mask=array.is_null())
    if types.is_list(kind) and types.is_list(source):
        return pa.ListArray.from_arrays(
            array.offsets, _cast(array.values, kind.value_type), type=kind, mask=array.is_null()
        )
    if types.is_map(kind) and types.is_map(source):
        key, item = _cast(array.keys, kind.key_type), _cast(array.items, kind.item_type)
        return _map(array.offsets, array.is_null(), key, item)
    cast = array.cast(kind)
    if types.is_floating(source) and not _same(cast.cast(source), array):
        raise ValueError(f"{kind} cannot hold these numbers")
    return cast


def _same(one: pa.Array, other: pa.Array) -> bool:
    differs = pc.and_not(pc.not_equal(one, other), pc.and_(pc.is_nan(one), pc.is_nan(other)))
    return not pc.any(differs).as_py()


def _field(array: pa.Array, name: str, kind: pa.DataType) -> pa.Array:
    index = array.type.get_field_index(name)
    return pa.nulls(len(array), kind) if index < 0 else array.flatten()[index]


def _numbers(node: Node, kind: pa.DataType) -> pa.Array:
    length = int(node["length"])
    return pa.Array.from_buffers(kind, length, [None, pa.py_buffer(bytes(node["data"]))])


def _with_nulls(array: pa.Array, node: Node) -> pa.Array:
    if node.get("nulls") is None:
        return array
    return pc.if_else(_mask(node), pa.scalar(None, array.type), array)


def _mask(node: Node) -> pa.Array:
    length = int(node["length"])
    nulls = node.get("nulls")
    if nulls is None:
        return pa.array([False] * length, pa.bool_())
    return pa.Array.from_buffers(pa.int8(), length, [None, pa.py_buffer(bytes(nulls))]).cast(pa.bool_())


def _listed(value: Any) -> list[Any]:
    """R's vectors of one arrive as what they hold."""
    return value if isinstance(value, list) else [value]
