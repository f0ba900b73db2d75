"""A text of SQL as tokens, as far as it takes to find where statements end and what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    HIDDEN = "hidden"
    """Space and comments."""
    TEXT = "text"
    NAME = "name"
    """A word, what stands between back-quotes, or `${…}`."""
    MARK = "mark"


class Token(NamedTuple):
    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """In lower case; empty for a quoted name, which is no word of the language."""
        return "" if self.text.startswith("`") else self.text.lower()


class Dialect(NamedTuple):
    """What differs between servers in what is quoted how."""

    name: str
    escapes: bool
    """Whether a backslash in a text takes the meaning of what follows away."""


HIVE = Dialect("hive", escapes=True)
DRILL = Dialect("drill", escapes=False)


def tokens(text: str, dialect: Dialect) -> Iterator[Token]:
    pattern = _ESCAPING if dialect.escapes else _PLAIN
    for match in pattern.finditer(text):
        kind = Kind(match.lastgroup)
        yield Token(kind, match.group(), match.start())


def _pattern(piece: str) -> re.Pattern[str]:
    return re.compile(
        r"(?P<hidden>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))"
        rf"""|(?P<text>'(?:''|[^'\\]|{piece})*'?|"(?:""|[^"\\]|{piece})*"?)"""
        r"|(?P<name>`(?:``|[^`])*`?|\$\{[^}\n]*\}|[^\W\d]\w*)"
        r"|(?P<mark>\d\w*|.)",
        re.DOTALL,
    )


_ESCAPING = _pattern(r"\\.")
_PLAIN = _pattern(r"\\")
