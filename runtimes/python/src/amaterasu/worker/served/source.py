"""A file of SQL, cut into its statements, at their true lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from .tokens import Dialect, Kind, Token, tokens

_QUERIES = frozenset(["select", "with", "values", "from", "table", "("])
_WRITES = frozenset(["insert", "merge", "update", "delete"])
_BEFORE_NAME = frozenset(
    [
        "or",
        "replace",
        "temp",
        "temporary",
        "external",
        "managed",
        "transactional",
        "materialized",
        "table",
        "view",
        "if",
        "not",
        "exists",
    ]
)


class Places:
    """Lines and columns of a text that begins at `first_line` of its file."""

    def __init__(self, text: str, first_line: int) -> None:
        self._first = first_line
        self._starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]

    def line(self, offset: int) -> int:
        return self._first + bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        return offset - self._starts[bisect_right(self._starts, offset) - 1] + 1


class Statement:
    """One statement; `start` and `end` are its places in the text of the file."""

    def __init__(self, index: int, own: list[Token], places: Places) -> None:
        self.index = index
        self.tokens = own
        self.start, self.end = own[0].start, own[-1].end
        self.line, self.end_line = places.line(self.start), places.line(self.end - 1)
        seen = [each for each in own if each.kind is not Kind.HIDDEN]
        self.is_query = _is_query(seen)
        self.creates = _created(seen)
        """The name, without its schema, of the table or view that it makes; None for any other statement."""


class Source:
    def __init__(self, text: str, file: str, first_line: int, dialect: Dialect) -> None:
        """A `SyntaxError` for what is quoted and never ends, behind which nothing can be made out."""
        self.text = text.removeprefix("\ufeff")
        self.file = file
        self.dialect = dialect
        self.places = Places(self.text, first_line)
        pieces = _split(self._closed(tokens(self.text, dialect)))
        self.statements = [Statement(index, own, self.places) for index, own in enumerate(pieces)]

    def _closed(self, all_tokens: Iterator[Token]) -> Iterator[Token]:
        for token in all_tokens:
            if _is_open(token, self.dialect):
                what = "the comment" if token.kind is Kind.HIDDEN else "what is quoted"
                self.fail(f"{what} that begins here has no end", token.start)
            yield token

    def fail(self, message: str, offset: int) -> None:
        """Raises a `SyntaxError` at a place of the text."""
        line, column = self.places.line(offset), self.places.column(offset)
        raise SyntaxError(message, (self.file, line, column, None))


def _split(all_tokens: Iterator[Token]) -> Iterator[list[Token]]:
    """The tokens of each statement, without what is hidden around it."""
    own: list[Token] = []
    for token in all_tokens:
        if token.text != ";":
            if own or token.kind is not Kind.HIDDEN:
                own.append(token)
        elif own:
            yield _trimmed(own)
            own = []
    if own:
        yield _trimmed(own)


def _trimmed(own: list[Token]) -> list[Token]:
    end = len(own)
    while own[end - 1].kind is Kind.HIDDEN:
        end -= 1
    return own[:end]


def _is_open(token: Token, dialect: Dialect) -> bool:
    text = token.text
    if token.kind is Kind.HIDDEN:
        return text.startswith("/*") and not (len(text) >= 4 and text.endswith("*/"))
    if token.kind is not Kind.TEXT and not text.startswith("`"):
        return False
    quote, inner = text[0], text[1:]
    if dialect.escapes and quote != "`":
        inner = _without_escapes(inner)
    # Doubled quotes are a part of the text, so an odd number of them at the end is what closes it.
    return (len(inner) - len(inner.rstrip(quote))) % 2 == 0


def _without_escapes(inner: str) -> str:
    import re

    return re.sub(r"\\.", "xx", inner, flags=re.DOTALL)


def _is_query(seen: list[Token]) -> bool:
    """`WITH x AS (…) SELECT` is one, `WITH … INSERT` and `FROM t INSERT` are not."""
    if seen[0].word not in _QUERIES:
        return False
    depth = 0
    for before, token in zip([seen[0], *seen], seen, strict=False):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.word in _WRITES and before.text not in (".", ","):
            return False
    return True


def _created(seen: list[Token]) -> str | None:
    if seen[0].word != "create":
        return None
    rest = iter(seen[1:])
    words: set[str] = set()
    for token in rest:
        if token.word not in _BEFORE_NAME:
            return _last_part(token, list(rest)) if words & {"table", "view"} else None
        words.add(token.word)
    return None


def _last_part(first: Token, rest: list[Token]) -> str:
    name = first
    while len(rest) > 1 and rest[0].text == ".":
        name, rest = rest[1], rest[2:]
    return name.text[1:-1].replace("``", "`") if name.text.startswith("`") else name.text
