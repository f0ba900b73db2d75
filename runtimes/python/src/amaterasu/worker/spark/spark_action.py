"""An action in Python on the Spark session of the host: PySpark as its users know it."""

from __future__ import annotations

import time
from typing import Any

from ..action import Fields, NotPublishable, Step, Tell
from ..errors import ErrorReport, Report
from ..memory import Memory
from ..python_action import PythonAction
from ..request import Publication, RunRequest
from ..values import is_of
from . import queries, sources
from .errors import explained
from .link import SparkLink
from .rdds import from_frame, to_frame

JVM_FIRST_S = 2.0
"""How long the JVM has to end what the main thread waits for, before that wait itself is interrupted."""


class SparkAction(PythonAction):
    def __init__(self, request: RunRequest, tell: Tell, memory: Memory, link: SparkLink) -> None:
        super().__init__(request, tell, memory)
        self._link = link
        self._session: Any = None
        self._asked_to_stop: float | None = None

    def given(self) -> dict[str, Any]:
        self._link.attach(self.request.attach["spark"])
        self._session = self._link.open_session()
        sources.offer(self._link.context, self.folders())
        names = {"spark": self._session, "sc": self._link.context, **_pysparks_own()}
        if "sqlContext" in self.request.source():
            from ...context import AmaContext

            names["sqlContext"] = AmaContext.sqlContext
        return names

    def run(self, step: Step) -> Fields:
        if step.index > 0:  # the first one's thread is marked since the session was opened
            self._link.mark()
        return super().run(step)

    def settle(self) -> None:
        super().settle()
        if not self.request.shared_session and self._link.entry.isStreaming():
            queries.wait(self._session, self.tell)

    def is_dataset(self, value: Any) -> bool:
        return is_of(value, "pyspark", "DataFrame") or is_of(value, "pyspark", "RDD") or super().is_dataset(value)

    def publish_value(self, publication: Publication, value: Any) -> Fields:
        frame = self._frame(publication.name, value)
        self._link.entry.publish(publication.name, frame._jdf)
        return {"name": publication.name, "kind": "dataframe", "as": "reference"}

    def close(self) -> None:
        if self._session is not None:
            if self._asked_to_stop is not None:
                queries.stop(self._session)
            sources.withdraw(self._link.context)
            self._link.close_session()
        super().close()

    def interruptible(self) -> bool:
        now = time.monotonic()
        self._asked_to_stop = self._asked_to_stop or now
        return now - self._asked_to_stop > JVM_FIRST_S or not self._link.is_waiting()

    def explain(self, report: Report, problem: BaseException, errors: ErrorReport) -> Report:
        report = super().explain(report, problem, errors)
        if self._session is None:
            return report
        return explained(report, problem, errors, self._link.entry)

    def spark(self) -> Any:
        if self._session is None:
            raise RuntimeError("the Spark session is not there yet")
        return self._session

    def dataframe(self, action: str, name: str) -> Any:
        return self._of_jvm(self._link.entry.dataFrame(action, name))

    def rdd(self, action: str, name: str) -> Any:
        return from_frame(self.dataframe(action, name))

    def load(self, name: str) -> Any:
        return self._of_jvm(self._link.entry.load(name))

    def persist(self, name: str, data: Any, mode: str | None) -> None:
        self._link.entry.persist(name, self._frame(name, data)._jdf)

    def _of_jvm(self, frame: Any) -> Any:
        from pyspark.sql import DataFrame

        return DataFrame(frame, self._session)

    def _frame(self, name: str, value: Any) -> Any:
        """The value as a DataFrame of Spark."""
        if is_of(value, "pyspark", "DataFrame") and hasattr(value, "_jdf"):
            return value
        if is_of(value, "pyspark", "RDD"):
            return to_frame(value, self._session)
        from ..data.frames import is_publishable

        if not is_publishable(value):
            raise NotPublishable(
                f"{name} is of the type {type(value).__name__}; "
                "a DataFrame of Spark, pandas or polars, an RDD, or a list of rows can be published"
            )
        return self._created(name, value)

    def _created(self, name: str, value: Any) -> Any:
        try:
            from ..data.frames import table_of
        except ImportError:
            return self._session.createDataFrame(value)  # without Arrow
        from pyspark.sql.types import StructType

        from ..data.spark_schema import spark_schema

        table = table_of(value, name)
        # By the schema, timestamps without a zone stay so.
        schema = StructType.fromJson(spark_schema(table.schema))
        try:
            return self._session.createDataFrame(table, schema)
        except TypeError:  # Spark 3 takes no tables
            return self._session.createDataFrame(table.to_pandas(), schema)


def _pysparks_own() -> dict[str, Any]:
    """The classes that scripts of versions 0.1 and 0.2 found without importing them."""
    import pyspark
    from pyspark import sql

    of_spark = {name: getattr(pyspark, name) for name in ("SparkConf", "SparkContext", "StorageLevel")}
    of_sql = {name: getattr(sql, name) for name in ("Column", "DataFrame", "Row", "SparkSession", "SQLContext")}
    return {**of_spark, **of_sql}
