"""
The part of Thrift's binary protocol that HiveServer2's service needs.

What is asked is put together by hand, as its few structs are small. Answers describe themselves: a struct becomes a
dict by the numbers of its fields, a list of numbers an `array`, all other lists are lists. Texts stay bytes.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any

STOP, BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, MAP, SET, LIST = 0, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15
CALL, REPLY, EXCEPTION = 1, 2, 3
_VERSION = 0x80010000

Fields = dict[int, Any]
Take = Callable[[int], bytes]
"""Gives the next so many bytes of an answer."""


class ThriftError(Exception):
    """The server does not understand what it was asked, or its answer is no answer."""


def boolean(field: int, value: bool) -> bytes:
    return struct.pack(">bh?", BOOL, field, value)


def i16(field: int, value: int) -> bytes:
    return struct.pack(">bhh", I16, field, value)


def i32(field: int, value: int) -> bytes:
    return struct.pack(">bhi", I32, field, value)


def i64(field: int, value: int) -> bytes:
    return struct.pack(">bhq", I64, field, value)


def double(field: int, value: float) -> bytes:
    return struct.pack(">bhd", DOUBLE, field, value)


def binary(field: int, value: bytes) -> bytes:
    return struct.pack(">bh", STRING, field) + _sized(value)


def text(field: int, value: str) -> bytes:
    return binary(field, value.encode())


def texts(field: int, values: Mapping[str, str]) -> bytes:
    pairs = b"".join(_sized(key.encode()) + _sized(value.encode()) for key, value in values.items())
    return struct.pack(">bhbbi", MAP, field, STRING, STRING, len(values)) + pairs


def nested(field: int, *fields: bytes) -> bytes:
    return struct.pack(">bh", STRUCT, field) + b"".join(fields) + b"\0"


def call(method: str, number: int, request: Iterable[bytes]) -> bytes:
    """A call of a method with one argument, a struct."""
    head = struct.pack(">I", _VERSION | CALL) + _sized(method.encode()) + struct.pack(">i", number)
    return head + nested(1, *request) + b"\0"


def answer(take: Take, number: int) -> Fields:
    """What a method returned, a struct."""
    reader = _Reader(take)
    try:
        kind = reader.one(">I")
        reader.bytes()
        if kind & 0xFFFF0000 != _VERSION or reader.one(">i") != number:
            raise ThriftError("the answer is to another question, or not by Thrift's binary protocol")
        fields = reader.value(STRUCT)
    except struct.error as problem:
        raise ThriftError(f"the answer is cut, or not by Thrift's binary protocol: {problem}") from None
    if kind & 0xFF == EXCEPTION:
        raise ThriftError(fields.get(1, b"the server tells no reason").decode(errors="replace"))
    result: Fields = fields.get(0, {})
    return result


def taking_from(message: bytes) -> Take:
    at = 0

    def take(length: int) -> bytes:
        nonlocal at
        if length < 0 or at + length > len(message):
            raise struct.error(f"{length} bytes are told, and {len(message) - at} are there")
        at += length
        return message[at - length : at]

    return take


def _sized(value: bytes) -> bytes:
    return struct.pack(">i", len(value)) + value


class _Reader:
    def __init__(self, take: Take) -> None:
        self._take = take

    def one(self, format: str) -> Any:
        (value,) = struct.unpack(format, self._take(struct.calcsize(format)))
        return value

    def bytes(self) -> bytes:
        return self._take(self.one(">i"))

    def value(self, kind: int) -> Any:
        if kind in _FORMATS:
            return self.one(_FORMATS[kind])
        if kind == STRING:
            return self.bytes()
        if kind == STRUCT:
            return self._struct()
        if kind == MAP:
            keys, values, length = self.one(">b"), self.one(">b"), self.one(">i")
            return {self.value(keys): self.value(values) for _ in range(length)}
        if kind in (LIST, SET):
            return self._list()
        raise ThriftError(f"the answer holds a value of the unknown type {kind}")

    def _struct(self) -> Fields:
        fields: Fields = {}
        while (kind := self.one(">b")) != STOP:
            field = self.one(">h")
            fields[field] = self.value(kind)
        return fields

    def _list(self) -> Any:
        kind, length = self.one(">b"), self.one(">i")
        if kind not in _ARRAYS:
            return [self.value(kind) for _ in range(length)]
        values = array(_ARRAYS[kind])
        values.frombytes(self._take(length * values.itemsize))
        if sys.byteorder == "little":
            values.byteswap()
        return values


_FORMATS = {BOOL: ">?", BYTE: ">b", DOUBLE: ">d", I16: ">h", I32: ">i", I64: ">q"}
_ARRAYS = {BOOL: "b", BYTE: "b", DOUBLE: "d", I16: "h", I32: "i", I64: "q"}
