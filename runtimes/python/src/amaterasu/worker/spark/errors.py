"""Errors of Spark: what Java says of them, and what the user's own functions raised on executors."""

from __future__ import annotations

import builtins
import json
import re
from typing import Any

from ..errors import ErrorReport, Report, types_of
from ..lines import cut
from ..values import is_of

HINT = (
    "the dataset that is read here was defined at {} and is only computed now; "
    "with `checkpoint` as its policy it fails there"
)
TRACEBACK = "Traceback (most recent call last):"
FRAME = re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d+), in (?P<function>\S+)$')
RAISED = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?:: (?P<message>.*))?$")


def explained(report: Report, problem: BaseException, errors: ErrorReport, entry: Any) -> Report:
    """The report of an error with what the JVM knows of it."""
    origin = java_exception(problem)
    if origin is None:
        return report
    java: Report = json.loads(entry.explain(origin))
    text = _text_with_traceback(problem, java)
    types = [*report["types"], *_conditions(problem), java["type"], *java["types"]]
    report = {**report, "message": _message(problem, report), "types": list(dict.fromkeys(types)), "cause": java}
    report.update((key, java[key]) for key in ("definedAt", "hint", "retryable") if key in java)
    return of_function(report, text, errors) if text else report


def java_exception(problem: BaseException) -> Any:
    """The exception of the JVM behind one of Python, or None."""
    if is_of(problem, "py4j", "Py4JJavaError"):
        return problem.java_exception  # type: ignore[attr-defined]
    return getattr(problem, "_origin", None) if is_of(problem, "pyspark", "CapturedException") else None


def of_function(report: Report, text: str, errors: ErrorReport) -> Report:
    """The error as the user's function raised it on an executor; Spark's words around it become its types.

    `text` holds the traceback, as Python prints it.
    """
    lines = text[text.rindex(TRACEBACK) :].splitlines()[1:]
    frames: list[Report] = []
    for index, line in enumerate(lines):
        if frame := FRAME.match(line):
            path, function = frame["file"], frame["function"]
            frames.append(errors.frame(function, path, int(frame["line"])))
        elif not line.startswith(" ") and (raised := RAISED.match(line)):
            message = "\n".join([raised["message"] or "", *_rest(lines[index + 1 :])])
            return _raised(report, raised["type"], message, frames[::-1], errors)
    return report


def _raised(report: Report, kind: str, message: str, frames: list[Report], errors: ErrorReport) -> Report:
    name = kind.rpartition(".")[2]
    known = getattr(builtins, name, None)
    types = types_of(known) if isinstance(known, type) and issubclass(known, BaseException) else ["Exception"]
    full = [kind] if kind != name else []
    outer = {key: report[key] for key in ("type", "types", "message", "stack", "phase")}
    elsewhere = errors.of_another_action(frames)
    told = {"definedAt": elsewhere, "hint": HINT.format(elsewhere)} if elsewhere else {}
    return {
        **report,
        **told,
        "type": name,
        "types": list(dict.fromkeys([*full, *types, report["type"], *report["types"]])),
        "message": cut(message),
        **errors.place(frames),
        "stack": [*frames, *report["stack"]],
        "cause": outer,
    }


def _text_with_traceback(problem: BaseException, java: Report) -> str | None:
    """The traceback of a function on an executor, in the messages that quote it."""
    texts = [str(problem)] if is_of(problem, "pyspark", "PythonException") else []
    inner: Report | None = java
    while inner is not None:
        texts.append(inner["message"])
        inner = inner.get("cause")
    return next((text for text in texts if TRACEBACK in text), None)


def _rest(lines: list[str]) -> list[str]:
    """Further lines of a message; what follows is Java's stack."""
    found: list[str] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("at "):
            break
        found.append(line)
    return found


def _message(problem: BaseException, report: Report) -> str:
    """py4j's messages hold the whole stack of Java."""
    if not is_of(problem, "py4j", "Py4JJavaError"):
        message: str = report["message"]
        return message.partition("\n\nJVM stacktrace:")[0]
    return cut(str(problem.java_exception.toString()))  # type: ignore[attr-defined]


def _conditions(problem: BaseException) -> list[str]:
    """Spark's own error class, such as UNRESOLVED_COLUMN.WITH_SUGGESTION."""
    condition = getattr(problem, "getCondition", None) or getattr(problem, "getErrorClass", None)
    found = condition() if condition else None
    return [found] if isinstance(found, str) else []
