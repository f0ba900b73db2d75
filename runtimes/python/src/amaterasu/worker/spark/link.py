"""The way to the JVM that has the Spark session: one py4j gateway and one SparkContext for the life of the worker."""

from __future__ import annotations

import logging
import os
import sys
import threading
from functools import cache
from importlib.util import find_spec
from typing import Any

from ..interrupts import interrupts


class SparkLink:
    """Attaches once; each attempt then has a session of its own, and jobs of its own group."""

    def __init__(self) -> None:
        self._gateway: Any = None
        self._context: Any = None
        self._base: Any = None
        self._no_options: Any = None
        self._session: Any = None

    @property
    def entry(self) -> Any:
        """What the host offers, always for the attempt that runs here."""
        return self._gateway.entry_point

    @property
    def context(self) -> Any:
        """The SparkContext of pyspark."""
        return self._context

    @property
    def gateway(self) -> Any:
        return self._gateway

    def attach(self, attach: dict[str, Any]) -> None:
        """Connects, if that has not been done, with what the host gives in `attach.spark`."""
        secret = _read_secret(attach["secretFile"])
        if self._gateway is not None:
            return
        if secret is None:
            raise ConnectionError(f"the secret of the Spark host is not at {attach['secretFile']}")
        self._gateway = _open_gateway(attach["port"], secret)
        self._mark_new_threads()
        self._context = self._open_context()
        _look_up_once(self._gateway.jvm)
        self._no_options = self._gateway.jvm.java.util.HashMap()
        self._base = self._session_of(self.entry.baseSession())
        guard_stop()
        # It prints what the report of the error says as well.
        logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)
        interrupts.install()  # SparkContext has taken SIGINT, to cancel the jobs of everybody

    def open_session(self) -> Any:
        """The session of the attempt that begins, also for those who ask pyspark for the present one."""
        from pyspark.sql import SparkSession

        session = self._session = self._session_of(self.entry.session())
        if not _has_arrow():
            # Otherwise each function is warned of that they are missing.
            session.conf.set("spark.sql.execution.pythonUDF.arrow.enabled", "false")
        SparkSession._instantiatedSession = SparkSession._activeSession = session
        return session

    def close_session(self) -> None:
        from pyspark.sql import SparkSession, SQLContext

        self._session = None
        SparkSession._instantiatedSession = SparkSession._activeSession = self._base
        SQLContext._instantiatedContext = None

    def mark(self) -> None:
        """Makes the session the active one of this thread, and marks its jobs as the attempt's."""
        if self._session is not None:
            self.entry.mark()

    def is_waiting(self) -> bool:
        """Whether the main thread waits for the JVM, asked from another thread."""
        frame = sys._current_frames().get(threading.main_thread().ident or 0)
        for _ in range(6):
            if frame is None:
                return False
            if frame.f_globals.get("__name__", "").startswith("py4j."):
                return True
            frame = frame.f_back
        return False

    def _open_context(self) -> Any:
        from pyspark import SparkConf, SparkContext

        context = self.entry.jsc()
        conf = SparkConf(_jvm=self._gateway.jvm, _jconf=context.getConf())
        # Functions run on the Python that made them, unless somebody says otherwise.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        return SparkContext(jsc=context, gateway=self._gateway, conf=conf)

    def _session_of(self, session: Any) -> Any:
        from pyspark.sql import SparkSession

        return SparkSession(self._context, session, self._no_options)

    def _mark_new_threads(self) -> None:
        """Each of our threads has one of the JVM, and gets another one when an interrupt broke the connection."""
        client = self._gateway._gateway_client
        connect = client._create_new_connection

        def connect_and_mark() -> Any:
            connection = connect()
            if self._context is not None:
                self.mark()
            return connection

        client._create_new_connection = connect_and_mark


def _look_up_once(jvm: Any) -> None:
    """pyspark asks the JVM for the same classes for each session that it wraps, and there is one JVM."""
    from pyspark.sql import SparkSession

    def keep(name: str) -> None:
        found = getattr(SparkSession, name)(jvm)
        setattr(SparkSession, name, staticmethod(lambda jvm: found))

    for name in ("_get_j_spark_session_class", "_get_j_spark_session_module"):
        if hasattr(SparkSession, name):
            keep(name)


@cache
def _has_arrow() -> bool:
    return all(find_spec(package) is not None for package in ("pandas", "pyarrow"))


def _open_gateway(port: int, secret: str) -> Any:
    """pyspark's own way in, which reads the environment."""
    given = {"PYSPARK_GATEWAY_PORT": str(port), "PYSPARK_GATEWAY_SECRET": secret, "PYSPARK_PIN_THREAD": "true"}
    for name in ("SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED", "SPARK_LOCAL_REMOTE"):
        os.environ.pop(name, None)
    os.environ.update(given)
    try:
        from pyspark.java_gateway import launch_gateway

        return launch_gateway()
    finally:
        for name in given:
            os.environ.pop(name, None)


def _read_secret(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            secret = file.read()
        os.unlink(path)
        return secret
    except FileNotFoundError:
        return None


def guard_stop() -> None:
    """The session belongs to all actions: `spark.stop()` and `sc.stop()` say so and do nothing."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    def stop(self: Any) -> None:
        what = "sc" if isinstance(self, SparkContext) else "spark"
        print(f"{what}.stop() does nothing here: all actions share the Spark session, which ends after the last one")

    SparkContext.stop = stop
    SparkSession.stop = stop
