"""The environment's values in a text of SQL.

`${env.…}` and `${params.…}` (`${env.limit:-10}` with a default) are replaced, and nothing else: all other `${…}`,
`$name` and `$$` are the engine's. `${env.key}` is one of `name`, `inputRootPath` and so on, or a key of the
configuration. Between quotes a value stays what it is, whatever it holds; elsewhere it becomes a part of the statement;
in a comment nothing happens. `:name` and `$name` are bound parameters where the job has a parameter of that name.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ...environment import Env, MissingSetting, Settings
from .scan import CODE, COMMENT, NAME, STRING, VERBATIM, parts

REFERENCE = re.compile(r"\$\{(env|params)\.([\w.-]+?)(?::-([^}]*))?\}")
_FIELDS = ("name", "master", "inputRootPath", "outputRootPath", "workingDir")
_BOUND = re.compile(r"(?<![:\w$]):([A-Za-z_]\w*)")


class MissingVariable(Exception):
    """A value that the environment does not have; `offset` is where the text asks for it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Filled:
    """A text with its values, which knows where in the original each of its places was."""

    def __init__(self) -> None:
        self.text = ""
        self._pieces: list[tuple[int, int, bool]] = []

    def keep(self, original: str, start: int, end: int) -> None:
        self._pieces.append((len(self.text), start, False))
        self.text += original[start:end]

    def put(self, value: str, start: int) -> None:
        self._pieces.append((len(self.text), start, True))
        self.text += value

    def origin(self, offset: int) -> int:
        """The place in the original; of a value, that of its reference."""
        at, start, is_value = next((piece for piece in reversed(self._pieces) if piece[0] <= offset), (0, 0, False))
        return start if is_value else start + offset - at


def fill(text: str, env: Env) -> Filled:
    """The text with the environment's values; a `MissingVariable` where there is none."""
    filled = Filled()
    names = parameters(env)
    for kind, start, end in parts(text):
        at = start
        for found in _found(kind, text, start, end):
            filled.keep(text, at, found.start())
            if found.re is _BOUND:
                # The engine's own way of writing a parameter is `$name`.
                filled.put(f"${found[1]}" if found[1] in names else found[0], found.start())
            else:
                filled.put(_quoted(kind, value_of(found, env)), found.start())
            at = found.end()
        filled.keep(text, at, end)
    return filled


def parameters(env: Env) -> dict[str, Any]:
    """The job's parameters by the names that they have in SQL: `run-date` is `:run_date`."""
    return {name.replace("-", "_"): value for name, value in env.params.items()}


def _found(kind: str, text: str, start: int, end: int) -> list[re.Match[str]]:
    if kind == COMMENT:
        return []
    patterns = [REFERENCE, _BOUND] if kind == CODE else [REFERENCE]
    if kind == VERBATIM:
        start = text.index("$", start + 1) + 1  # `$${` begins a text, and not a value
    return sorted((each for pattern in patterns for each in pattern.finditer(text, start, end)), key=re.Match.start)


def value_of(found: re.Match[str], env: Env) -> str:
    """What a match of `REFERENCE` comes to; a `MissingVariable` where there is none."""
    group, path, default = found.groups()
    inner = re.fullmatch(r"(configuration|params)\.(.+)", path)
    try:
        if group == "params":
            value = _setting(env.params, path)
        elif path in _FIELDS:
            value = getattr(env, path)
        elif inner:
            value = _setting(getattr(env, inner[1]), inner[2])
        else:
            value = _setting(env.configuration, path)
    except MissingSetting as problem:
        if default is None:
            raise MissingVariable(str(problem), found.start()) from None
        return str(default)
    return value if isinstance(value, str) else json.dumps(value)


def _setting(settings: Settings, path: str) -> Any:
    """A key may itself have dots, or lead into a value that has keys."""
    if path in settings:
        return settings[path]
    head, _, rest = path.partition(".")
    inner = settings.get(head)
    return _setting(inner, rest) if rest and isinstance(inner, Settings) else settings[path]


def _quoted(kind: str, value: str) -> str:
    quote = {STRING: "'", NAME: '"'}.get(kind)
    return value.replace(quote, quote * 2) if quote else value
