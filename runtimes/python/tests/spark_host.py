"""A leader that starts the Spark host, which starts the Python worker: the whole way that a Spark action goes."""

from __future__ import annotations

import atexit
import json
import os
import sys
from functools import cache
from typing import Any

from .leader import Message, TestLeader, python_path

OPENED = [
    *(
        f"java.base/java.{each}"
        for each in ("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "security")
    ),
    *(f"java.base/java.util.{each}" for each in ("concurrent", "concurrent.atomic")),
    *(f"java.base/{each}" for each in ("sun.nio.ch", "sun.nio.cs", "sun.util.calendar", "jdk.internal.ref")),
]
"""What Spark needs of Java's own packages."""


@cache
def shared_host() -> SparkLeader:
    """One host for all tests that change nothing of it; it ends with the tests."""
    leader = SparkLeader()
    atexit.register(leader.close)
    return leader


class SparkLeader(TestLeader):
    def __init__(self, master: str = "local[2]") -> None:
        self._master = master
        super().__init__("spark-python")

    def command(self, address: str, token_file: str) -> tuple[list[str], dict[str, str]]:
        spark_home, java_home, jar = (os.environ[name] for name in ("SPARK_HOME", "JAVA_HOME", "AMA_RUNTIME_JAR"))
        classes = self.folder / "classes"
        classes.mkdir()
        host_file = self.folder / "host.json"
        conf = {
            "spark.master": self._master,
            "spark.app.name": "tests",
            "spark.ui.enabled": "false",
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            "spark.local.dir": str(self.folder / "local"),
            "spark.sql.shuffle.partitions": "2",
        }
        given = {"address": address, "tokenFile": token_file, "lingerMs": 0, "epoch": 0}
        host = {**given, "classesDir": str(classes), "runtimeJar": jar, "spark": conf}
        host_file.touch(0o600)
        host_file.write_text(json.dumps(host))
        temporary = self.folder / "tmp"
        temporary.mkdir()
        opens = [f"-Djava.io.tmpdir={temporary}"]
        opens += [f"--add-opens={each}=ALL-UNNAMED" for each in OPENED]
        quiet = ["-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"]
        quiet += ["--sun-misc-unsafe-memory-access=allow", "-Dio.netty.tryReflectionSetAccessible=true"]
        path = f"{jar}:{spark_home}/jars/*"
        variables = {"AMA_HOST_FILE": str(host_file), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        return [f"{java_home}/bin/java", *opens, *quiet, "-cp", path, "amaterasu.host.Main"], variables

    def params(self, attempt: str, source: str, **more: Any) -> Message:
        worker = {"command": [sys.executable, "-m", "amaterasu.worker"], "env": {"PYTHONPATH": python_path()}}
        params = super().params(attempt, source, **more)
        return params if params["type"] == "spark-scala" else {**params, "worker": worker}
