"""What differs between the types of actions: how a source is cut, run, and what it has defined."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Protocol

from .errors import ErrorReport, Report
from .request import Publication, RunRequest

Fields = dict[str, Any]


class Step(Protocol):
    """A statement, at its lines."""

    index: int
    line: int
    end_line: int


class Tell(Protocol):
    """Tells something of the attempt."""

    def __call__(self, method: str, /, **params: Any) -> None: ...


class NotPublishable(Exception):
    """A value that is no dataset."""


class Action(ABC):
    """One action, for one attempt. The methods are called in the order in which they stand here."""

    runs_elsewhere = False
    """Whether its statements run on a server, which would go on with them when this process ends."""

    def __init__(self, request: RunRequest, tell: Tell) -> None:
        self.request = request
        self.tell = tell
        self.module = ModuleType("__main__")
        self.path = os.path.join(request.source_root or "", request.file)

    @abstractmethod
    def compile(self) -> None:
        """Reads the source as a whole; a `SyntaxError` says that it doesn't parse."""

    @abstractmethod
    def open(self) -> None:
        """Makes ready for the first statement."""

    @property
    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """The statements. A type that cannot know them before it runs gives them as it goes."""

    @abstractmethod
    def run(self, step: Step) -> Fields:
        """Runs a statement; returns what is to be shown of its value."""

    def settle(self) -> None:  # noqa: B027
        """Waits for what the action has started and what belongs to it."""

    @abstractmethod
    def names(self) -> list[str]:
        """The names of everything that could be published if it were asked for by `*`."""

    @abstractmethod
    def publish(self, publication: Publication) -> Fields | None:
        """Publishes a dataset; None when there is none of that name. `NotPublishable` when it is no dataset."""

    def defined_at(self, name: str) -> str | None:
        """`file:line` of what is published by that name, where it is known."""
        return None

    def close(self) -> None:  # noqa: B027
        """Lets go of everything, whatever has happened."""

    def interruptible(self) -> bool:
        """Whether an interrupt would do good just now, asked from another thread."""
        return True

    def own_processes(self) -> frozenset[int]:
        """Child processes that are the worker's, and outlive the action."""
        return frozenset()

    def explain(self, report: Report, problem: BaseException, errors: ErrorReport) -> Report:
        """The report of an error, with what the action's type knows of it beyond what Python says."""
        return report

    def folders(self) -> list[str]:
        """Where modules are imported from first: beside the action's file, and the repo's library."""
        if self.request.source_root is None:
            return []
        return [os.path.dirname(self.path), os.path.join(self.request.source_root, "src", "lib")]

    def inspect(self) -> list[Fields]:
        """What has been defined so far, from another thread."""
        return []

    # What `AmaContext` gives to the action's code. SQL has none that could ask.

    def spark(self) -> Any:
        raise RuntimeError(
            f"there is no Spark session in an action of the type {self.request.type}; spark-python has one"
        )

    def dataframe(self, action: str, name: str) -> Any:
        raise NotImplementedError

    def rdd(self, action: str, name: str) -> Any:
        raise RuntimeError(f"there are no RDDs in an action of the type {self.request.type}; spark-python has them")

    def load(self, name: str) -> Any:
        raise NotImplementedError

    def persist(self, name: str, data: Any, mode: str | None) -> None:
        raise NotImplementedError

    def register(self, name: str, value: Any, defined_at: str | None) -> None:
        raise NotImplementedError
