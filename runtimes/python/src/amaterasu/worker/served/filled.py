"""Statements with the values of the environment and of the run's parameters in them."""

from __future__ import annotations

import json
from typing import Any

from ...environment import Env
from ..sql.variables import REFERENCE, Filled, MissingVariable, parameters, value_of
from .source import Source, Statement
from .tokens import Kind, Token

_QUOTE = "'"
_MAY_STAND_BEFORE = frozenset("(,=<>+*/%|-")


class Ready:
    """A statement as the server gets it."""

    def __init__(self, statement: Statement, filled: Filled) -> None:
        self.statement, self.text = statement, filled.text
        self._filled = filled

    def origin(self, offset: int) -> int:
        """Where in the file a character of the text comes from."""
        return min(self._filled.origin(offset), self.statement.end - 1)


def fill(source: Source, statement: Statement, env: Env) -> Ready:
    """
    Puts values in the place of `${env.…}` and `${params.…}`, where they become a part of the statement, or of the text
    that they stand in; and literals in the place of `:name`, where the run has a parameter of that name, as these
    servers take no parameters. All else is the server's affair. A `SyntaxError` names what is missing.
    """
    filled = Filled()
    bound = parameters(env)
    own = iter(enumerate(statement.tokens))
    for index, token in own:
        name = _bound_name(statement.tokens, index) if token.text == ":" else None
        if name is not None and name in bound:
            filled.put(_literal(bound[name], source), token.start)
            next(own)
        elif token.kind in (Kind.TEXT, Kind.NAME):
            _put_values(token, source, env, filled)
        else:
            filled.keep(source.text, token.start, token.end)
    return Ready(statement, filled)


def _put_values(token: Token, source: Source, env: Env, filled: Filled) -> None:
    at = token.start
    for found in REFERENCE.finditer(source.text, token.start, token.end):
        filled.keep(source.text, at, found.start())
        try:
            filled.put(_escaped(value_of(found, env), token, source), found.start())
        except MissingVariable as problem:
            source.fail(str(problem), problem.offset)
        at = found.end()
    filled.keep(source.text, at, token.end)


def _bound_name(tokens: list[Token], colon: int) -> str | None:
    """The name behind a colon, where one may stand for a parameter: not in `a:int`, `a::int` or `[1:n]`."""
    name = tokens[colon + 1] if colon + 1 < len(tokens) else None
    before = tokens[colon - 1] if colon else None
    may_stand = before is None or before.kind is Kind.HIDDEN or before.text in _MAY_STAND_BEFORE
    return name.text if may_stand and name is not None and name.kind is Kind.NAME else None


def _escaped(value: str, token: Token, source: Source) -> str:
    """Between quotes a value stays what it is, whatever it holds."""
    quote = token.text[0]
    if quote == "`":
        return value.replace("`", "``")
    if token.kind is not Kind.TEXT:
        return value
    if source.dialect.escapes:
        return value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return value.replace(quote, quote * 2)


def _literal(value: Any, source: Source) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return json.dumps(value)
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{_escaped(text, Token(Kind.TEXT, _QUOTE, 0), source)}'"
