"""The types of actions that this worker runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .action import Action, Tell
from .memory import Memory
from .python_action import PythonAction
from .request import RunRequest
from .statements import Source

if TYPE_CHECKING:
    from .served.tokens import Dialect
    from .spark.link import SparkLink

Make = Callable[[RunRequest, Tell, Memory], Action]

Check = Callable[[str, str, int], "int | None"]
"""Takes a source, its file and first line; gives the number of statements, or raises `SyntaxError`."""


class ActionType:
    """How to make an action of the type, and how to check a source without running it."""

    def __init__(self, make: Make, check: Check) -> None:
        self.make = make
        self.check = check


def _check_python(source: str, file: str, first_line: int) -> int:
    return len(Source(source, file, first_line).statements)


def _spark(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    from .spark.spark_action import SparkAction

    return SparkAction(request, tell, memory, _link())


def _check_served(source: str, file: str, first_line: int, dialect: Dialect) -> int:
    from .served.source import Source as Served

    return len(Served(source, file, first_line, dialect).statements)


def _hive(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    from .hive.hive_action import HiveAction

    return HiveAction(request, tell, memory)


def _check_hive(source: str, file: str, first_line: int) -> int:
    from .served.tokens import HIVE

    return _check_served(source, file, first_line, HIVE)


def _drill(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    from .drill.drill_action import DrillAction

    return DrillAction(request, tell, memory)


def _check_drill(source: str, file: str, first_line: int) -> int:
    from .served.tokens import DRILL

    return _check_served(source, file, first_line, DRILL)


@cache
def _link() -> SparkLink:
    from .spark.link import SparkLink

    return SparkLink()


def _duckdb(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    from .sql.duckdb_action import DuckdbAction

    return DuckdbAction(request, tell, memory)


def _check_duckdb(source: str, file: str, first_line: int) -> int | None:
    """Nothing of a file that asks for the environment's values, which nobody knows yet."""
    from .sql.variables import REFERENCE

    if REFERENCE.search(source):
        return None
    try:
        from .sql.duckdb_source import SqlSource

        return len(SqlSource(source, file, first_line).statements)
    except ImportError:
        return None  # the action will say so, if it still is so then


_python = ActionType(PythonAction, _check_python)
_on_spark = ActionType(_spark, _check_python)


TYPES: dict[str, ActionType] = {
    "python": _python,
    "pandas": _python,
    "spark-python": _on_spark,
    "pyspark": _on_spark,
    "duckdb": ActionType(_duckdb, _check_duckdb),
    "hive": ActionType(_hive, _check_hive),
    "drill": ActionType(_drill, _check_drill),
}


def action_of(request: RunRequest, tell: Tell, memory: Memory) -> Action:
    return TYPES[request.type].make(request, tell, memory)


def warm_up(kind: str, source: str, attach: dict[str, Any]) -> None:
    """Does what an action of the type needs and takes long, while earlier actions run elsewhere."""
    try:
        if TYPES[kind] is _on_spark:
            import pyspark.sql  # noqa: F401

            if "spark" in attach:
                _link().attach(attach["spark"])
        for package in _slow_packages(kind, source):
            import_module(package)
    except Exception:
        pass  # the action will say so, if it still is so then


def _slow_packages(kind: str, source: str) -> list[str]:
    """Packages that take long to import and that the source is sure to import."""
    if kind == "duckdb":
        return ["duckdb", "pyarrow.parquet"]
    known = ("numpy", "pandas", "polars", "pyarrow", "matplotlib.pyplot")
    named = [package for package in known if re.search(rf"^(import|from) {re.escape(package)}\b", source, re.MULTILINE)]
    reads = TYPES[kind] is _python and re.search(r"get_?dataframe\(", source, re.IGNORECASE)
    return [*named, *(["pandas", "pyarrow.dataset", "pyarrow.parquet"] if reads else [])]
