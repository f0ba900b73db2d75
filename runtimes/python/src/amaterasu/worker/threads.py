"""Threads that an action's code has started."""

from __future__ import annotations

import sys
import threading
from typing import Any

from .errors import ErrorReport

OURS = "ama-"


def wait() -> None:
    """Waits for the threads that a script would wait for at its end: all but daemons."""
    _finish_pools()
    while waited := [thread for thread in _others() if not thread.daemon]:
        waited[0].join()


def wait_for_all() -> None:
    """Waits until no thread of the action's is left, daemons included."""
    while others := _others():
        others[0].join()


def left(errors: ErrorReport, with_main: bool = False) -> list[str]:
    """The threads that still run, in words; the main one too, where it is in the action's code."""
    threads = [*([threading.main_thread()] if with_main else []), *_others()]
    return [f"{where(thread, errors)} still runs" for thread in threads]


def where(thread: threading.Thread, errors: ErrorReport) -> str:
    """The thread, and the line of the user's code at which it is."""
    name = "the action's code" if thread is threading.main_thread() else f"the thread {thread.name}"
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        file = errors.shown_file(frame.f_code.co_filename)
        if file:
            return f"{name} at {file}:{frame.f_lineno}"
        frame = frame.f_back
    return name


_at_start: set[int] = set()


def note() -> None:
    """Before an attempt: the threads that are there belong to nobody's code."""
    _at_start.clear()
    _at_start.update(thread.ident or 0 for thread in threading.enumerate())


def _others() -> list[threading.Thread]:
    main = threading.main_thread()
    return [
        thread
        for thread in threading.enumerate()
        if thread is not main and not thread.name.startswith(OURS) and thread.ident not in _at_start
    ]


def _finish_pools() -> None:
    """Lets the pools of `concurrent.futures` finish what was submitted, as Python does before it ends."""
    module: Any = sys.modules.get("concurrent.futures.thread")
    if module is None:
        return
    module._shutdown = True
    try:
        for thread, queue in list(module._threads_queues.items()):
            queue.put(None)
            thread.join()
    finally:
        module._shutdown = False
