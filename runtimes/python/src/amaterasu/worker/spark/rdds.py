"""RDDs of Python between actions: a column of plain values, or of objects that only Python can read."""

from __future__ import annotations

import pickle
from typing import Any

PICKLED = "__python_object"
"""The only column of a frame that stands for an RDD whose elements have no columns."""


def to_frame(rdd: Any, session: Any) -> Any:
    """A frame that another language can read where the elements are plain values, tuples of them, or rows."""
    first = rdd.take(1)
    if first and isinstance(first[0], (bool, int, float, str, bytes)):
        return session.createDataFrame(rdd.map(_in_tuple), ["value"])
    if first and hasattr(first[0], "__fields__"):
        return session.createDataFrame(rdd)
    return session.createDataFrame(rdd.map(_pickled), f"`{PICKLED}` binary")


def from_frame(frame: Any) -> Any:
    """The RDD that `to_frame` was given; of another frame its rows, or the values of its only column."""
    if frame.columns == [PICKLED]:
        return frame.rdd.map(_unpickled)
    return frame.rdd.map(_only) if len(frame.columns) == 1 else frame.rdd


def _in_tuple(value: Any) -> tuple[Any]:
    return (value,)


def _only(row: Any) -> Any:
    return row[0]


def _pickled(value: Any) -> tuple[bytearray]:
    return (bytearray(pickle.dumps(value)),)


def _unpickled(row: Any) -> Any:
    return pickle.loads(bytes(row[0]))
