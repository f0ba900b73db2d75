"""What in a text of SQL is code, and what is quoted or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CODE, STRING, NAME, VERBATIM, COMMENT = "code", "string", "name", "verbatim", "comment"

_PARTS = re.compile(
    r"""
    (?P<string>'(?:[^']|'')*(?:'|\Z))
    | (?P<name>"(?:[^"]|"")*(?:"|\Z))
    | (?P<verbatim>(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?:(?P=tag)|\Z))
    | (?P<comment>--[^\n]* | /\*.*?(?:\*/|\Z))
    """,
    re.VERBOSE | re.DOTALL,
)


class Part(NamedTuple):
    kind: str
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """The parts of a text, one after another."""
    at = 0
    for found in _PARTS.finditer(text):
        if found.start() > at:
            yield Part(CODE, at, found.start())
        kind = next(kind for kind in (STRING, NAME, VERBATIM, COMMENT) if found[kind] is not None)
        yield Part(kind, found.start(), found.end())
        at = found.end()
    if at < len(text):
        yield Part(CODE, at, len(text))
