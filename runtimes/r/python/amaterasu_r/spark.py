"""The Spark session of the host, for R. How it is attached to is the Python worker's affair."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from amaterasu.worker.spark.errors import java_exception
from amaterasu.worker.spark.link import SparkLink

link = SparkLink()
_session: Any = None
_last: BaseException | None = None
"""The last error of the JVM: R's conditions hold only its text."""


def open_session(attach: str) -> Any:
    """The session of the attempt that begins; `attach` is the request's, in JSON."""
    global _session
    given = json.loads(attach)["spark"]
    with _interrupts_left_to_r():
        link.attach(given)
        _session = link.open_session(given.get("properties", {}))
    _remember_errors()
    return _session


def close_session() -> None:
    global _session
    if _session is not None:
        link.close_session()
    _session = None


def context() -> Any:
    return link.context


def mark() -> None:
    """Marks the jobs that follow as the attempt's."""
    link.mark()


def dataset(action: str, name: str) -> Any:
    return _of_jvm(link.entry.dataFrame(action, name))


def load(name: str) -> Any:
    return _of_jvm(link.entry.load(name))


def persist(name: str, frame: Any) -> None:
    link.entry.persist(name, spark_frame(frame)._jdf)


def publish(name: str, frame: Any) -> None:
    link.entry.publish(name, spark_frame(frame)._jdf)


def spark_frame(frame: Any) -> Any:
    """A DataFrame of Spark, also of what was a data frame of R."""
    if not isinstance(frame, dict):
        return frame
    from .tables import to_table

    table = to_table(frame)
    try:
        return _session.createDataFrame(table)
    except TypeError:  # Spark 3 takes no tables
        return _session.createDataFrame(table.to_pandas())


def collect(frame: Any) -> dict[str, Any]:
    """The rows, for a data frame of R."""
    from .tables import to_frame

    return to_frame(_table(frame))


def _table(frame: Any) -> Any:
    if hasattr(frame, "toArrow"):
        return frame.toArrow()
    import pyarrow as pa

    return pa.Table.from_batches(frame._collect_as_arrow())


def explain(message: str) -> str | None:
    """What is known of the error with this text, in JSON: further `types`, and the rest as the host tells it."""
    origin = None if _last is None else java_exception(_last)
    if _last is None or origin is None or _first_line(_last) not in message:
        return None
    java = json.loads(link.entry.explain(origin))
    condition = getattr(_last, "getCondition", None) or getattr(_last, "getErrorClass", None)
    names = [condition()] if condition and isinstance(condition(), str) else []
    told = {key: java[key] for key in ("definedAt", "hint", "retryable") if key in java}
    return json.dumps({"types": [*names, java["type"], *java["types"]], "cause": java, **told})


def _of_jvm(frame: Any) -> Any:
    from pyspark.sql import DataFrame

    return DataFrame(frame, _session)


def _first_line(problem: BaseException) -> str:
    return str(problem).strip().split("\n", 1)[0]


def _remember_errors() -> None:
    from py4j import java_gateway

    inner = java_gateway.get_return_value
    if getattr(inner, "remembers", False):
        return

    def get_return_value(*args: Any, **kwargs: Any) -> Any:
        global _last
        try:
            return inner(*args, **kwargs)
        except Exception as problem:
            _last = problem
            raise

    get_return_value.remembers = True  # type: ignore[attr-defined]
    java_gateway.get_return_value = get_return_value


@contextmanager
def _interrupts_left_to_r() -> Iterator[None]:
    """SIGINT stays R's, whoever would like to handle it meanwhile."""
    own = signal.signal

    def handle(number: int, handler: Any) -> Any:
        return None if number == signal.SIGINT else own(number, handler)

    signal.signal = handle  # type: ignore[assignment]
    try:
        yield
    finally:
        signal.signal = own
