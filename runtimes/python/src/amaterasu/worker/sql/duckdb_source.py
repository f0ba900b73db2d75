"""A file of DuckDB's SQL, cut into statements by its own parser."""

from __future__ import annotations

import re

from ...environment import Env
from ..errors import ActionError
from .scan import COMMENT, parts
from .variables import MissingVariable, fill

_LINE = re.compile(r"^LINE (\d+): ", re.MULTILINE)
_CREATED = re.compile(
    r"\s*create\s+(?:or\s+replace\s+)?(?:temp\s+|temporary\s+)?(?:view|table)\s+(?:if\s+not\s+exists\s+)?"
    r'(?P<name>"(?:[^"]|"")+"|\w+\b)(?!\s*\.)',
    re.IGNORECASE,
)


class SqlStatement:
    """One statement: its text with the values of the environment, and its place in the file."""

    def __init__(self, index: int, text: str, start: int, line: int, end_line: int, is_query: bool) -> None:
        self.index, self.text, self.start = index, text, start
        self.line, self.end_line = line, end_line
        self.is_query = is_query

    @property
    def created(self) -> str | None:
        """The view or table that it creates, unless that is in a schema of its own."""
        found = _CREATED.match(
            "".join(self.text[start:end] for kind, start, end in parts(self.text) if kind != COMMENT)
        )
        if found is None:
            return None
        name = found["name"]
        return name[1:-1].replace('""', '"') if name.startswith('"') else name


class SqlSource:
    """A file that parses; a `SyntaxError` says where it doesn't, an `ActionError` what it asks for in vain."""

    def __init__(self, text: str, file: str, first_line: int, env: Env | None = None) -> None:
        self._original, self._file, self._first_line = text, file, first_line
        try:
            self._filled = fill(text, env or Env({}))
        except MissingVariable as problem:
            line, column = self._place(problem.offset)
            place = {"file": file, "line": line, "column": column, "phase": "compile", "retryable": False}
            raise ActionError("ama.NotDefined", str(problem), **place) from None
        self.statements = self._cut()

    def place(self, statement: SqlStatement, message: str) -> tuple[int, int] | None:
        """Line and column in the file of what the engine's message points at."""
        offset = _pointed_at(message, statement.text)
        return None if offset is None else self._place(self._filled.origin(statement.start + offset))

    def _cut(self) -> list[SqlStatement]:
        import duckdb

        text = self._filled.text
        with duckdb.connect() as connection:
            try:
                found = connection.extract_statements(text)
            except duckdb.Error as problem:
                raise self._syntax_error(str(problem)) from None
        statements: list[SqlStatement] = []
        at = 0
        for each in found:
            begin = text.index(each.query, at)
            at = begin + len(each.query)
            statements.append(self._statement(len(statements), begin, at, each.type == duckdb.StatementType.SELECT))
        return statements

    def _statement(self, index: int, begin: int, end: int, is_query: bool) -> SqlStatement:
        """Without the space and the comments around it."""
        text = self._filled.text[begin:end]
        own = [each for each in parts(text) if each.kind != COMMENT and text[each.start : each.end].strip()]
        first, last = own[0], own[-1]
        start = first.start + _leading(text[first.start : first.end])
        stop = last.start + len(text[last.start : last.end].rstrip())
        lines = [self._place(self._filled.origin(begin + offset))[0] for offset in (start, stop - 1)]
        return SqlStatement(index, text[start:stop], begin + start, lines[0], lines[1], is_query)

    def _syntax_error(self, message: str) -> SyntaxError:
        text = self._filled.text
        # Where something is missing at the end, the engine shows no place.
        otherwise = len(text.rstrip()) if "at end of input" in message else 0
        pointed = _pointed_at(message, text)
        offset = otherwise if pointed is None else pointed
        line, column = self._place(self._filled.origin(offset))
        return SyntaxError(headline(message), (self._file, line, column, None))

    def _place(self, offset: int) -> tuple[int, int]:
        before = self._original[:offset]
        return self._first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1


def headline(message: str) -> str:
    """The engine's message without the lines that show the place."""
    return _LINE.split(message)[0].strip()


def _pointed_at(message: str, text: str) -> int | None:
    """The place in a text that the caret of a message stands below."""
    shown = _LINE.search(message)
    if shown is None:
        return None
    lines = message[shown.start() :].splitlines()
    start = sum(len(each) for each in text.splitlines(keepends=True)[: int(shown[1]) - 1])
    caret = lines[1].find("^") if len(lines) > 1 else -1
    if caret < 0:
        return start
    # A long line is shown from somewhere in its middle on.
    excerpt = lines[0][len(shown[0]) :].strip(".")
    line = text[start:].partition("\n")[0]
    cut = line.find(excerpt) - lines[0].find(excerpt) + len(shown[0]) if excerpt in line else 0
    return start + max(0, caret - len(shown[0]) + cut)


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())
