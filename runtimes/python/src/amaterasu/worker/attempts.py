"""The attempts of this worker: the one that runs, those that wait for it, and how those that are over ended."""

from __future__ import annotations

from collections import OrderedDict

from .action import Fields
from .attempt import Attempt

REMEMBERED = 1000


class Attempts:
    def __init__(self) -> None:
        self._attempts: OrderedDict[str, Attempt] = OrderedDict()
        self._results: OrderedDict[str, Fields] = OrderedDict()

    def add(self, id: str, attempt: Attempt) -> None:
        self._attempts[id] = attempt

    def get(self, id: str) -> Attempt | None:
        """An attempt that has not ended."""
        return self._attempts.get(id)

    def result(self, id: str) -> Fields | None:
        return self._results.get(id)

    def end(self, id: str, result: Fields) -> None:
        """Keeps how it ended, and nothing else of it."""
        self._attempts.pop(id, None)
        self._results[id] = result
        while len(self._results) > REMEMBERED:
            self._results.popitem(last=False)

    def alive(self) -> list[Attempt]:
        return list(self._attempts.values())
