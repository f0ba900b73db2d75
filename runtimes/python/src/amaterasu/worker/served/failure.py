"""Errors that a server tells, at the place in the file that they are about."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import ActionError
from ..lines import cut
from .filled import Ready
from .source import Source

_LINE = re.compile(r"\bline (\d+)(?::|,? pos(?:ition)? )(\d+)|\bline (\d+), column (\d+)", re.IGNORECASE)


class ServerError(NamedTuple):
    """What a server says of a statement."""

    type: str
    types: list[str]
    message: str
    retryable: bool


def failure(error: ServerError, source: Source, filled: Ready | None, before: str = "") -> ActionError:
    """
    The error as it is told; where the server names a line of the statement, at that line of the file. `before` is what
    the server got in front of the statement.
    """
    fields: dict[str, object] = {"types": error.types, "stack": []}
    if not error.retryable:
        fields["retryable"] = False
    offset = None if filled is None else _offset(error.message, before + filled.text)
    if filled is not None and offset is not None:
        origin = filled.origin(max(0, offset - len(before)))
        fields.update(file=source.file, line=source.places.line(origin), column=source.places.column(origin))
    return ActionError(error.type, cut(error.message), **fields)


def _offset(message: str, text: str) -> int | None:
    """Hive and Spark count columns from 0, Drill from 1."""
    found = _LINE.search(message)
    if found is None:
        return None
    line, column = (int(found[1]), int(found[2])) if found[1] else (int(found[3]), int(found[4]) - 1)
    lines = text.splitlines(keepends=True)
    if not 1 <= line <= len(lines):
        return None
    return min(sum(map(len, lines[: line - 1])) + max(column, 0), max(len(text) - 1, 0))
