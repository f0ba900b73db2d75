"""The attempt that this process runs just now, for those who have only `AmaContext` in hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from .environment import Env, Settings
from .failure import Failure


class OutsideOfRun(RuntimeError):
    """Something was used that only a running action has."""


class Running(Protocol):
    """What an attempt gives to the code of its action."""

    @property
    def env(self) -> Env: ...
    @property
    def failure(self) -> Failure | None: ...
    def spark(self) -> Any: ...
    def dataframe(self, action: str, name: str) -> Any: ...
    def rdd(self, action: str, name: str) -> Any: ...
    def load(self, name: str) -> Any: ...
    def source(self, name: str) -> Settings: ...
    def persist(self, name: str, data: Any, mode: str | None) -> None: ...
    def register(self, name: str, value: Any, defined_at: str | None) -> None: ...
    def place(self) -> str | None: ...
    def keep_file(self, name: str, suffix: str, mime: str, write: Callable[[str], None]) -> None: ...


_current: Running | None = None


def enter(attempt: Running | None) -> None:
    """Makes an attempt the one that runs; None when it is over."""
    global _current
    _current = attempt


def running(member: str) -> Running:
    """The running attempt, which gives `member`."""
    if _current is None:
        raise OutsideOfRun(f"AmaContext.{member} works inside an action that `ama run` runs; here no action is running")
    return _current
