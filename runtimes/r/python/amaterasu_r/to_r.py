"""Columns of Arrow as R has them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from .node import EXACT, EXACT_DIGITS, NA_INTEGER, Node

TOO_LONG = "holds {} with more digits than R's numbers have, and comes as text; as.numeric() rounds it"
ROUNDED = "holds times so far from 1970 that R's numbers round their microseconds"


def remarks(told: Node) -> list[str]:
    """What is to be said of a column, however deep within it the reason is."""
    inner = [told[part] for part in ("child", "key", "item") if part in told] + told.get("children", [])
    own = [told["remark"]] if "remark" in told else []
    return list(dict.fromkeys([*own, *(each for part in inner for each in remarks(part))]))


def column(values: pa.ChunkedArray) -> Node:
    """A column; what R's numbers cannot hold is text."""
    array = values.combine_chunks()
    return node(pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array)


def node(array: pa.Array) -> Node:
    types = pa.types
    kind = array.type
    if types.is_nested(kind):
        return _nested(array)
    if types.is_null(kind):
        return _small("logical", pa.nulls(len(array), pa.int32()))
    if types.is_boolean(kind):
        return _small("logical", array.cast(pa.int32()))
    if types.is_integer(kind):
        return _integers(array)
    if types.is_floating(kind):
        return _doubles("double", array)
    if types.is_decimal(kind):
        return _decimals(array)
    if types.is_date(kind):
        return _doubles("date", array.cast(pa.date32()).cast(pa.int32()))
    if types.is_timestamp(kind):
        # Whole microseconds first: the kind of unit must not matter.
        micros = array.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.int64())
        return _seconds("instant" if kind.tz else "clock", micros)
    if types.is_duration(kind):
        return _seconds("duration", array.cast(pa.duration("us")).cast(pa.int64()))
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        data = [None if each is None else bytearray(each) for each in array.to_pylist()]
        return {"kind": "bytes", "length": len(array), "data": data}
    return _text(array.cast(pa.string()))


def _nested(array: pa.Array) -> Node:
    types = pa.types
    kind = array.type
    if types.is_struct(kind):
        names = [kind.field(index).name for index in range(kind.num_fields)]
        children = [node(child) for child in array.flatten()]
        return {"kind": "struct", "length": len(array), "nulls": _nulls(array), "names": names, "children": children}
    lengths = pc.fill_null(_lengths(array), 0)
    parts: Node = {"length": len(array), "nulls": _nulls(array), "offsets": _bytes(_offsets(lengths), pa.float64())}
    if types.is_map(kind):
        # A null's slot may still cover entries, which are passed over as those of a list are.
        entries = array.cast(pa.list_(pa.struct([("key", kind.key_type), ("item", kind.item_type)]))).flatten()
        key, item = entries.flatten()
        named = pa.types.is_string(kind.key_type)
        return {"kind": "map", **parts, "named": named, "key": node(key), "item": node(item)}
    return {"kind": "list", **parts, "child": node(array.flatten())}


def _lengths(array: pa.Array) -> pa.Array:
    if not pa.types.is_map(array.type):
        return pc.list_value_length(array)
    return pa.array([None if each is None else len(each) for each in array.to_pylist()], pa.int64())


def _offsets(lengths: pa.Array) -> pa.Array:
    ends = pc.cumulative_sum(lengths.cast(pa.int64()))
    return pa.concat_arrays([pa.array([0], pa.int64()), ends])


def _integers(array: pa.Array) -> Node:
    bounds = pc.min_max(array)
    low, high = bounds["min"].as_py() or 0, bounds["max"].as_py() or 0
    if array.type.bit_width <= 32 and low > NA_INTEGER and high < 2**31:
        return _small("integer", array.cast(pa.int32()))
    if low >= -EXACT and high <= EXACT:
        return _doubles("double", array)
    return {**_text(array.cast(pa.string())), "remark": TOO_LONG.format("long")}


def _decimals(array: pa.Array) -> Node:
    kind = array.type
    if kind.precision <= EXACT_DIGITS or all(_is_exact(each) for each in array.to_pylist()):
        return _doubles("double", array.cast(pa.float64()))
    return {**_text(array.cast(pa.string())), "remark": TOO_LONG.format("decimal")}


def _is_exact(value: Decimal | None) -> bool:
    return value is None or len(value.normalize().as_tuple().digits) <= EXACT_DIGITS


def _small(kind: str, array: pa.Array) -> Node:
    return {"kind": kind, "length": len(array), "data": _bytes(pc.fill_null(array, NA_INTEGER), pa.int32())}


def _doubles(kind: str, array: pa.Array) -> Node:
    filled = pc.fill_null(array, 0)
    return {"kind": kind, "length": len(array), "data": _bytes(filled, pa.float64()), "nulls": _nulls(array)}


def _text(array: pa.Array) -> Node:
    return {"kind": "text", "length": len(array), "data": pc.fill_null(array, "").to_pylist(), "nulls": _nulls(array)}


def _seconds(kind: str, micros: pa.Array) -> Node:
    seconds = pc.divide(micros.cast(pa.float64(), safe=False), 1e6)
    same = pc.equal(pc.round(pc.multiply(seconds, 1e6)).cast(pa.int64(), safe=False), micros)
    rounded = {} if pc.all(same).as_py() is not False else {"remark": ROUNDED}
    return {**_doubles(kind, seconds), **rounded}


def _bytes(array: pa.Array, kind: pa.DataType) -> bytearray:
    plain = pa.concat_arrays([array.cast(kind, safe=False)])
    width = kind.bit_width // 8
    buffer = plain.buffers()[1]
    start = plain.offset * width
    return bytearray() if buffer is None else bytearray(buffer.slice(start, len(plain) * width))


def _nulls(array: pa.Array) -> bytearray | None:
    if array.null_count == 0:
        return None
    return bytearray(_bytes(array.is_null().cast(pa.int8()), pa.int8()))
