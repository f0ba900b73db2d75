"""Errors as the protocol tells them: what, where in the user's own files, and by which way."""

from __future__ import annotations

import json
import os
from types import TracebackType
from typing import Any

from .lines import cut

MAX_FRAMES = 100
MAX_CAUSES = 8
MAX_CHARS = 128 * 1024
"""Of a report in JSON; however its characters are escaped, it then fits into a line."""

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOPELESS = ("SyntaxError", "ImportError", "NameError", "FileNotFoundError", "AnalysisException", "ParseException")
"""What cannot be cured by doing it again."""

NOTEBOOK = "lines that begin with % or ! belong to notebooks; leave them out; packages stand in deps/requirements.txt"

Report = dict[str, Any]


class ActionError(Exception):
    """A failure of an action that is no exception of the user's; `type` is how retry filters know it."""

    def __init__(self, type: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.type = type
        self.fields = fields


def fitting(report: Report) -> Report:
    """The report without what there is no room for in a line."""
    for key in ("all", "cause", "stack"):
        if len(json.dumps(report)) <= MAX_CHARS:
            break
        report = {**report, "stack": report["stack"][:10]} if key == "stack" else {**report, key: None}
    return {key: value for key, value in report.items() if value is not None}


class ErrorReport:
    """Reports for one attempt: its action's file as the user knows it, and the folder that holds the repo's files."""

    def __init__(self, file: str, source_root: str | None) -> None:
        self._file = file
        self._root = os.path.join(source_root, "") if source_root else None

    def of(self, problem: BaseException, phase: str, statement: int | None = None, line: int | None = None) -> Report:
        """The report of what a statement of that index and line raised."""
        report = self._chain(problem, phase, 0)
        report.setdefault("file", self._file)
        if line is not None:
            report.setdefault("line", line)
        if statement is not None:
            report["statement"] = statement
        if _is_hopeless(problem):
            report["retryable"] = False
        return report

    def syntax(self, problem: SyntaxError) -> Report:
        """The report of a source that doesn't compile."""
        is_of_notebook = (problem.text or "").lstrip().startswith(("%", "!"))
        return {
            **({"hint": NOTEBOOK} if is_of_notebook else {}),
            "type": type(problem).__name__,
            "types": types_of(type(problem)),
            "message": cut(problem.msg),
            "file": self._file,
            "line": problem.lineno or 1,
            **({"column": problem.offset} if problem.offset else {}),
            "stack": [],
            "phase": "compile",
            "retryable": False,
        }

    def frames(self, at: TracebackType | None) -> list[Report]:
        """The frames of a traceback, nearest first."""
        found: list[Report] = []
        while at is not None:
            code = at.tb_frame.f_code
            name = getattr(code, "co_qualname", code.co_name)  # known from Python 3.11 on
            found.append(self.frame(name, code.co_filename, at.tb_lineno))
            at = at.tb_next
        return found[::-1][:MAX_FRAMES]

    def place(self, frames: list[Report]) -> Report:
        """`file` and `line` of the user's nearest frame."""
        own = next((frame for frame in frames if frame["origin"] == "user"), None)
        return {"file": own["file"], "line": own["line"]} if own else {}

    def of_another_action(self, frames: list[Report]) -> str | None:
        """`file:line` of the nearest frame in the file of another action, whose data is computed here."""
        for frame in frames:
            file = frame["file"]
            is_given_by_name = frame["origin"] == "library" and not os.path.isabs(file)
            if is_given_by_name and self._root and os.path.exists(os.path.join(self._root, file)):
                return f"{file}:{frame['line']}"
        return None

    def shown_file(self, path: str) -> str | None:
        """The path of one of the user's files as the user knows it; None for all others."""
        if path == self._file:
            return path
        if self._root and path.startswith(self._root):
            return path[len(self._root) :]
        return None

    def _chain(self, problem: BaseException, phase: str, depth: int) -> Report:
        frames = self.frames(problem.__traceback__)
        report: Report = {
            "type": _name(type(problem)),
            "types": types_of(type(problem)),
            "message": _message(problem),
            **self._own_place(problem, frames),
            "stack": frames,
            "phase": phase,
        }
        if isinstance(problem, ActionError):
            report.update({"type": problem.type, "types": [], **problem.fields})
        cause = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        if cause is not None and depth < MAX_CAUSES:
            report["cause"] = self._chain(cause, phase, depth + 1)
        group = getattr(problem, "exceptions", None)
        if isinstance(group, tuple) and depth < MAX_CAUSES:
            members = [each for each in group if isinstance(each, BaseException)][:MAX_CAUSES]
            report["all"] = [self._chain(each, phase, depth + 1) for each in members]
        return report

    def _own_place(self, problem: BaseException, frames: list[Report]) -> Report:
        # A module of the user's that doesn't parse is the place, and not the line that imports it.
        file = self.shown_file(problem.filename) if isinstance(problem, SyntaxError) and problem.filename else None
        if file and isinstance(problem, SyntaxError):
            return {"file": file, "line": problem.lineno or 1}
        return self.place(frames)

    def frame(self, function: str, path: str, line: int | None) -> Report:
        own = self.shown_file(path)
        origin = "user" if own else "runtime" if path.startswith(PACKAGE) else "library"
        return {"function": function, "file": own or path, "line": line or 0, "origin": origin}


def _name(kind: type[BaseException]) -> str:
    return kind.__qualname__.replace("<locals>.", "")


def types_of(kind: type[BaseException]) -> list[str]:
    """The superclasses, nearest first; names with their modules are good for filters too."""
    names = [_name(each) for each in kind.__mro__[1:] if issubclass(each, BaseException)]
    full = [
        f"{each.__module__}.{_name(each)}" for each in kind.__mro__ if each.__module__ not in ("builtins", "__main__")
    ]
    return [*names, *(name for name in full if not name.startswith(f"{ActionError.__module__}."))]


def _message(problem: BaseException) -> str:
    try:
        return cut(str(problem))
    except Exception:
        return "(its message cannot be made)"


def _is_hopeless(problem: BaseException) -> bool:
    return any(each.__name__ in HOPELESS for each in type(problem).__mro__) and type(problem) is not UnboundLocalError
