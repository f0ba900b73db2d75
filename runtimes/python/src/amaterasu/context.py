"""`AmaContext`, the glue between the actions of a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .environment import Env, Settings
from .failure import Failure
from .running import OutsideOfRun, running

T = TypeVar("T")


class Member(Generic[T]):
    """An attribute that the class has as well as its instances: `AmaContext.env` is `ama_context.env`."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read

    def __get__(self, instance: object, owner: type) -> T:
        return self._read()


def _failure() -> Failure:
    failure = running("failure").failure
    if failure is None:
        raise LookupError("there is no failure: this is not an error action")
    return failure


class AmaContext:
    """The running action's context. Every member is there on the class and on `ama_context` alike.

    Data comes as the action's type has it: a Spark DataFrame in `spark-python`, a pandas one in `python` and `pandas`.
    """

    env: Member[Env] = Member(lambda: running("env").env)
    """The environment: `name`, `master`, `input_root_path`, `output_root_path`, `configuration`, `params` …"""

    failure: Member[Failure] = Member(_failure)
    """In an error action: what has failed. Elsewhere it raises a `LookupError`."""

    spark: Member[Any] = Member(lambda: running("spark").spark())
    """The action's SparkSession, in `spark-python`."""

    sc: Member[Any] = Member(lambda: running("sc").spark().sparkContext)
    """The SparkContext, which all actions share."""

    sqlContext: Member[Any] = Member(lambda: _sql_context())

    @classmethod
    def get_dataframe(cls, action: str, name: str, format: str | None = None) -> Any:
        """A dataset that an upstream action publishes. `format` was needed once, and is known by itself now."""
        return running("get_dataframe").dataframe(action, name)

    @classmethod
    def get_dataset(cls, action: str, name: str | None = None, format: str | None = None) -> Any:
        """With two names, `get_dataframe`; with one, as in version 0.2, `load_dataset`."""
        return cls.load_dataset(action) if name is None else cls.get_dataframe(action, name, format)

    @classmethod
    def get_rdd(cls, action: str, name: str) -> Any:
        """An RDD that an upstream action publishes, in `spark-python`."""
        return running("get_rdd").rdd(action, name)

    @classmethod
    def load_dataset(cls, name: str) -> Any:
        """Reads a source of the environment's `datasets.yml`."""
        return running("load_dataset").load(name)

    @classmethod
    def source(cls, name: str) -> Settings:
        """All that `datasets.yml` says of a source, by its keys: for what `load_dataset` cannot do."""
        return running("source").source(name)

    @classmethod
    def persist_dataset(cls, name: str, data: Any, mode: str | None = None) -> None:
        """Writes data to a target of the environment's `datasets.yml`, whose `mode` holds unless another is given."""
        running("persist_dataset").persist(name, data, mode)

    @classmethod
    def persist(cls, name: str, data: Any, overwrite: bool = False) -> None:
        """`persist_dataset`, by its name of version 0.2."""
        cls.persist_dataset(name, data, "overwrite" if overwrite else None)

    @classmethod
    def register(cls, name: str, value: Any) -> None:
        """Publishes a dataset under `name` when the action has succeeded."""
        attempt = running("register")
        attempt.register(name, value, attempt.place())

    @classmethod
    def builder(cls) -> AmaContextBuilder:
        """As version 0.2 had it: `AmaContext.builder().build()`."""
        return AmaContextBuilder(cls)

    getDataFrame = get_dataframe
    getDataset = get_dataset
    getRDD = get_rdd
    loadDataset = load_dataset
    persistDataset = persist_dataset


class AmaContextBuilder:
    """Version 0.2's way to a context. Inside a run the session and all paths are given, so it has little to build."""

    def __init__(self, context: type[AmaContext]) -> None:
        self._context = context
        self._settings: dict[str, str] = {}

    def set(self, key: str, value: object) -> AmaContextBuilder:
        """A setting of the action's own Spark session."""
        self._settings[key] = str(value)
        return self

    def setMaster(self, master_uri: str) -> AmaContextBuilder:
        """The environment names the master; this changes nothing."""
        return self

    def set_env_path(self, env_path: str) -> AmaContextBuilder:
        return self

    def set_runtime_path(self, runtime_path: str) -> AmaContextBuilder:
        return self

    def set_datasets_path(self, datasets_path: str) -> AmaContextBuilder:
        return self

    def as_type(self, framework_name: str) -> AmaContextBuilder:
        return self

    def build(self) -> Any:
        running("builder")
        for key, value in self._settings.items():
            self._context.spark.conf.set(key, value)
        return self._context()


def _sql_context() -> Any:
    import warnings

    from pyspark.sql import SQLContext

    session = running("sqlContext").spark()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it is deprecated, and 0.1's actions use it all the same
        return SQLContext(session.sparkContext, session)


class EnvOutsideOfRun(Env):
    """What `from amaterasu import env` gives where no action runs: a module that imports it can be imported."""

    def __init__(self) -> None:
        """It has none of the attributes."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(running(f"env.{name}").env, name)

    def __repr__(self) -> str:
        return "Env(outside of a run)"


def present_env() -> Env:
    """The running action's environment, or one that says at its first use that there is none."""
    try:
        return AmaContext.env
    except OutsideOfRun:
        return EnvOutsideOfRun()


ama_context = AmaContext()
