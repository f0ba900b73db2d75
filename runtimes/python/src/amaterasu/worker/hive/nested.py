"""
Arrays, maps and structs, which Hive tells as a text like JSON: `{"name":"x","sizes":[1.5,NaN],"ids":{7:null}}`.

Texts, dates and timestamps stand in quotes, with JSON's escapes; all else stands bare, keys of maps too. Only with its
type at hand can it be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Protocol

import pyarrow as pa

from .texts import values_of

SHOWN = 200
"""Characters of a value that an error shows."""

_VALUE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,:\[\]{}"]+)', re.DOTALL)
_FIELD = re.compile(r'"[^"]*":')


class UnreadableValue(ValueError):
    """A text that is not of its column's type, or a value that a dataset cannot hold."""


def nested_array(texts: Iterable[str | None], kind: pa.DataType, column: str) -> pa.Array:
    """The values of a column; an `UnreadableValue` where one cannot be read."""
    values = _values(kind)
    for text in texts:
        try:
            _read_all(text, values)
        except _Unexpected as problem:
            told = f"a value of the column {column} is no {kind} at its place {problem}: {(text or '')[:SHOWN]}"
            raise UnreadableValue(told) from None
    try:
        return values.array()
    except pa.ArrowInvalid as problem:
        raise UnreadableValue(f"the column {column} has a value that no {kind} holds: {problem}") from None


class _Unexpected(ValueError):
    """The place in a text at which something else should stand."""


def _read_all(text: str | None, values: _Values) -> None:
    if text is None:
        values.add_null()
    elif (end := values.read(text, 0)) != len(text):
        raise _Unexpected(end)


class _Values(Protocol):
    """Values of one type, as they are gathered from texts."""

    def read(self, text: str, at: int) -> int:
        """Takes the value that begins there, and says where it ends."""

    def add_null(self) -> None: ...

    def array(self) -> pa.Array: ...


def _values(kind: pa.DataType) -> _Values:
    if pa.types.is_list(kind):
        return _Lists(kind)
    if pa.types.is_map(kind):
        return _Maps(kind)
    if pa.types.is_struct(kind):
        return _Structs(kind)
    return _Scalars(kind)


class _Scalars:
    def __init__(self, kind: pa.DataType) -> None:
        self._kind = kind
        self._texts: list[str | None] = []

    def read(self, text: str, at: int) -> int:
        match = _VALUE.match(text, at)
        if match is None:
            raise _Unexpected(at)
        quoted, bare = match.groups()
        if quoted is not None:
            self._texts.append(_unescaped(quoted))
        else:
            self._texts.append(None if bare == "null" else bare)
        return match.end()

    def add_null(self) -> None:
        self._texts.append(None)

    def array(self) -> pa.Array:
        return values_of(pa.array(self._texts, pa.string()), self._kind)


class _Lists:
    def __init__(self, kind: pa.DataType) -> None:
        self._items = _values(kind.value_type)
        self._ends = _Ends()

    def read(self, text: str, at: int) -> int:
        if text.startswith("null", at):
            self.add_null()
            return at + len("null")
        count = 0
        at = _past(text, at, "[")
        while not text.startswith("]", at):
            at = self._items.read(text, _past(text, at, ",") if count else at)
            count += 1
        self._ends.add(count)
        return at + 1

    def add_null(self) -> None:
        self._ends.add(None)

    def array(self) -> pa.Array:
        return pa.ListArray.from_arrays(self._ends.offsets(), self._items.array())


class _Maps:
    def __init__(self, kind: pa.DataType) -> None:
        self._keys, self._items = _values(kind.key_type), _values(kind.item_type)
        self._ends = _Ends()

    def read(self, text: str, at: int) -> int:
        if text.startswith("null", at):
            self.add_null()
            return at + len("null")
        count = 0
        at = _past(text, at, "{")
        while not text.startswith("}", at):
            at = self._keys.read(text, _past(text, at, ",") if count else at)
            at = self._items.read(text, _past(text, at, ":"))
            count += 1
        self._ends.add(count)
        return at + 1

    def add_null(self) -> None:
        self._ends.add(None)

    def array(self) -> pa.Array:
        return pa.MapArray.from_arrays(self._ends.offsets(), self._keys.array(), self._items.array())


class _Structs:
    def __init__(self, kind: pa.DataType) -> None:
        self._fields = [kind.field(index) for index in range(kind.num_fields)]
        self._values = [_values(each.type) for each in self._fields]
        self._nulls: list[bool] = []

    def read(self, text: str, at: int) -> int:
        if text.startswith("null", at):
            self.add_null()
            return at + len("null")
        for index, values in enumerate(self._values):
            at = _past(text, at, "," if index else "{")
            name = _FIELD.match(text, at)
            if name is None:
                raise _Unexpected(at)
            at = values.read(text, name.end())
        self._nulls.append(False)
        return _past(text, at, "}")

    def add_null(self) -> None:
        for each in self._values:
            each.add_null()
        self._nulls.append(True)

    def array(self) -> pa.Array:
        arrays = [each.array() for each in self._values]
        return pa.StructArray.from_arrays(arrays, fields=self._fields, mask=pa.array(self._nulls, pa.bool_()))


class _Ends:
    """Where lists end within all their items, one after another; a null list is where there is no such place."""

    def __init__(self) -> None:
        self._starts: list[int | None] = []
        self._end = 0

    def add(self, count: int | None) -> None:
        self._starts.append(None if count is None else self._end)
        self._end += count or 0

    def offsets(self) -> pa.Array:
        return pa.array([*self._starts, self._end], pa.int32())


def _past(text: str, at: int, mark: str) -> int:
    if not text.startswith(mark, at):
        raise _Unexpected(at)
    return at + len(mark)


def _unescaped(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted
    value: str = json.loads(f'"{quoted}"', strict=False)
    return value
