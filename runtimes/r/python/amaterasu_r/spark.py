"""The Spark session of the host, for R. How it is attached to is the Python worker's affair."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from amaterasu.worker.spark.link import SparkLink

link = SparkLink()
_session: Any = None
_last: tuple[Any, BaseException] | None = None
"""The last exception of the JVM, and what pyspark made of it: R's conditions hold only its text."""


def attach(given: str) -> None:
    """Connects to the host, if that has not been done; `given` is the request's `attach`, in JSON."""
    with _interrupts_left_to_r():
        link.attach(json.loads(given)["spark"])
    _remember_errors()


def open_session(given: str) -> Any:
    """The session of the attempt that begins."""
    global _session
    attach(given)
    _session = link.open_session()
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
    from pyspark.sql.types import StructType

    from amaterasu.worker.data.spark_schema import spark_schema

    from .tables import to_table

    table = to_table(frame)
    # By the schema, timestamps without a zone stay so.
    schema = StructType.fromJson(spark_schema(table.schema))
    try:
        return _session.createDataFrame(table, schema)
    except TypeError:  # Spark 3 takes no tables
        return _session.createDataFrame(table.to_pandas(), schema)


def collect(frame: Any) -> dict[str, Any]:
    """The rows, for a data frame of R."""
    from amaterasu.worker.data.spark_schema import arrow_schema

    from .tables import to_frame

    arrow_schema(frame.schema.jsonValue())  # an error for types that only Spark knows, with the name of the column
    return to_frame(_table(frame))


def _table(frame: Any) -> Any:
    if hasattr(frame, "toArrow"):
        return frame.toArrow()
    import pyarrow as pa

    return pa.Table.from_batches(frame._collect_as_arrow())


def explain(message: str) -> str | None:
    """What is known of the error with this text, in JSON: further `types`, and the rest as the host tells it."""
    if _last is None:
        return None
    origin, problem = _last
    texts = [_first_line(text) for text in (str(problem), origin.toString())]
    if not any(text and text in message for text in texts):
        return None
    java = json.loads(link.entry.explain(origin))
    condition = getattr(problem, "getCondition", None) or getattr(problem, "getErrorClass", None)
    names = [condition()] if condition and isinstance(condition(), str) else []
    told = {key: java[key] for key in ("definedAt", "hint", "retryable") if key in java}
    return json.dumps({"types": [*names, java["type"], *java["types"]], "cause": java, **told})


def _of_jvm(frame: Any) -> Any:
    from pyspark.sql import DataFrame

    return DataFrame(frame, _session)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]


def _remember_errors() -> None:
    from pyspark.errors.exceptions import captured

    inner = captured.convert_exception
    if inner.__module__ == __name__:
        return

    def convert_exception(origin: Any) -> Any:
        global _last
        problem = inner(origin)
        _last = origin, problem
        return problem

    captured.convert_exception = convert_exception


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
