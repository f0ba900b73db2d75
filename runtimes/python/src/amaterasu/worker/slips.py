"""What was probably meant where a name, a column or a file is not there, as a hint."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from .. import context
from .values import is_of

SPARK = ("spark", "sc", "sqlContext")
MAX_COLUMNS = 20


def hint_for(problem: BaseException, names: Mapping[str, Any], path: str) -> str | None:
    """For an error of an action's code, which has those `names` and stands at that `path`. Never raises."""
    try:
        return _hint(problem, names, path)
    except Exception:  # a broken `__dir__`, `columns` … of the user's
        return None


def _hint(problem: BaseException, names: Mapping[str, Any], path: str) -> str | None:
    if isinstance(problem, NameError) and not isinstance(problem, UnboundLocalError):
        return _of_name(problem.name, names)
    if isinstance(problem, AttributeError) and problem.obj is not None:
        return _meant(problem.name, dir(problem.obj))
    if isinstance(problem, KeyError):
        return _of_column(problem)
    if isinstance(problem, FileNotFoundError):
        return _of_file(problem.filename, path)
    return None


def _of_name(name: Any, names: Mapping[str, Any]) -> str | None:
    if name in SPARK:
        return f"an action of the type spark-python has `{name}`"
    if hasattr(context.AmaContext, name):
        return f"it belongs to AmaContext: `AmaContext.{name}`"
    if name == "display":
        return "it belongs to notebooks; here a value that stands alone on its line is shown"
    return _meant(name, [*names, *dir(names["__builtins__"])])


def _of_column(problem: KeyError) -> str | None:
    """Of a frame of pandas, which its own method knows."""
    at = problem.__traceback__
    while at is not None:
        frame: Any = at.tb_frame.f_locals.get("self")
        if is_of(frame, "pandas", "DataFrame"):
            columns = [str(each) for each in frame.columns]
            left = f" … {len(columns)} in all" if len(columns) > MAX_COLUMNS else ""
            has = f"the frame has the columns {', '.join(columns[:MAX_COLUMNS])}{left}" if columns else ""
            return _meant(problem.args[0], columns) or has or "the frame has no columns"
        at = at.tb_next
    return None


def _of_file(file: Any, path: str) -> str | None:
    if not isinstance(file, str) or os.path.isabs(file):
        return None
    if not os.path.exists(os.path.join(os.path.dirname(path), file)):
        return None
    return (
        f'it lies beside the action: `os.path.join(os.path.dirname(__file__), "{file}")`; the working folder is another'
    )


def _meant(name: Any, known: list[str]) -> str | None:
    lowered = {each.lower(): each for each in reversed(known) if not each.startswith("_")}
    found = get_close_matches(name.lower(), lowered, 1, 0.75) if isinstance(name, str) else []
    return f"did you mean `{lowered[found[0]]}`?" if found else None
