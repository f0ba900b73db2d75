"""The types of actions that this worker runs."""

from __future__ import annotations

from collections.abc import Callable

from .action import Action, Tell
from .memory import Memory
from .python_action import PythonAction
from .request import RunRequest
from .statements import Source

Make = Callable[[RunRequest, Tell, Memory], Action]

Check = Callable[[str, str, int], "int | None"]
"""Takes a source, its file and first line; gives the number of statements, or raises `SyntaxError`."""


class ActionType:
    """How to make an action of the type, and how to check a source without running it."""

    def __init__(
        self, make: Callable[[RunRequest, Tell, Memory], Action], check: Callable[[str, str, int], int | None]
    ):
        self.make = make
        self.check = check


def _check_python(source: str, file: str, first_line: int) -> int:
    return len(Source(source, file, first_line).statements)


_python = ActionType(PythonAction, _check_python)

TYPES: dict[str, ActionType] = {"python": _python, "pandas": _python}


def action_of(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    return TYPES[request.type].make(request, tell, memory)


def warm_up(kind: str) -> None:
    """Imports what an action of the type needs, while earlier actions run elsewhere."""
    if kind == "pandas":
        try:
            import pandas  # noqa: F401
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            pass  # the action says so, if it needs it
