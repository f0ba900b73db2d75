"""SIGINT, by which a cancel reaches the main thread: it interrupts the user's code and never ours."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType


class Interrupts:
    def __init__(self) -> None:
        self._allowed = False
        self._deferred = 0
        self._pending = False
        self._came_at: float | None = None
        self._patience_s = 0.0

    def install(self) -> None:
        """Takes SIGINT over, from the main thread; others, such as pyspark's SparkContext, like to have it too."""
        signal.signal(signal.SIGINT, self._handle)

    def allow(self) -> None:
        """The user's code runs from here on. Raises `KeyboardInterrupt` for what has come before."""
        self._allowed = True
        self._raise_pending()

    def forbid(self) -> None:
        self._allowed = False

    def forget(self) -> None:
        """What has come was meant for an attempt that is over."""
        self._allowed = self._pending = False

    def send(self) -> None:
        """Interrupts the main thread, from another."""
        main = threading.main_thread().ident
        if main is not None:
            signal.pthread_kill(main, signal.SIGINT)

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """`with interrupts.patient(1.0):` holds an interrupt back for so long, if the block doesn't end before."""
        self._came_at, self._patience_s = None, seconds
        try:
            yield
        finally:
            self._patience_s = 0.0
        self._raise_pending()

    def __enter__(self) -> None:
        """`with interrupts:` holds an interrupt back until the end of the block."""
        if threading.current_thread() is threading.main_thread():
            self._deferred += 1

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if threading.current_thread() is threading.main_thread():
            self._deferred -= 1
            self._raise_pending()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._pending = True
        if self._came_at is None:
            self._came_at = time.monotonic()
        self._raise_pending()

    def _raise_pending(self) -> None:
        if self._pending and self._allowed and self._deferred == 0 and not self._is_patient():
            self._pending = False
            raise KeyboardInterrupt

    def _is_patient(self) -> bool:
        """Interrupts come again and again, so that one comes when the patience has an end."""
        return self._came_at is not None and time.monotonic() - self._came_at < self._patience_s


interrupts = Interrupts()
"""Signals belong to the process, and so does this."""


def repeat_until(done: threading.Event, grace_s: float, interrupt: Callable[[], None], every_s: float = 0.5) -> bool:
    """Interrupts again and again, as code may catch it, and says whether `done` came in time."""
    until = time.monotonic() + grace_s
    while not done.is_set():
        interrupt()
        left = until - time.monotonic()
        if not done.wait(max(0.0, min(every_s, left))) and left <= every_s:
            return False
    return True
