"""The worker: one process that runs one attempt after another for its leader."""

from __future__ import annotations

import faulthandler
import os
import queue
import threading
from collections.abc import Callable
from typing import NoReturn

from .. import __version__
from . import children
from .actions import TYPES, action_of, warm_up
from .attempt import Attempt
from .attempts import Attempts
from .capture import Capture
from .errors import ErrorReport
from .interrupts import interrupts
from .leader import Leader
from .lines import Message
from .memory import Memory
from .outbox import Outbox
from .request import RunRequest, text_of
from .requests import Invalid, Requests

LAST_WORDS_S = 2.0
ELSEWHERE_S = 5.0
"""How long servers have to end what they run for a worker that ends."""


class Worker:
    def __init__(self, address: str, token: str) -> None:
        self._capture = Capture()
        faulthandler.enable(self._capture.log)
        self._outbox = Outbox()
        self._leader = Leader(address, token, self._outbox, _description)
        self._memory = Memory()
        self._attempts = Attempts()
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._retired = False
        interrupts.install()
        os.register_at_fork(after_in_child=self._disown)
        self._exit, self._pid = os._exit, os.getpid()
        os._exit = self._last_words

    def serve(self) -> NoReturn:
        """Works in this thread, the main one, for as long as there is a leader."""
        threading.Thread(target=self._read, name="ama-reader", daemon=True).start()
        children.adopt_orphans()
        while True:
            self._tasks.get()()

    def _read(self) -> None:
        requests = Requests(
            self._leader,
            self._outbox,
            {
                "run": self._run,
                "cancel": self._cancel,
                "compile": self._compile,
                "shutdown": self._shutdown,
                "preview": self._preview,
                "inspect": self._inspect,
                "release": self._release,
            },
        )
        try:
            self._leader.serve(requests.receive, self._end)
        except (OSError, ValueError, KeyError) as problem:
            self._end(f"the leader cannot be reached: {problem!r}")

    def _run(self, params: Message) -> Message:
        id = params["attempt"]
        result = self._attempts.result(id)
        if result is not None:
            return {"state": "ended", "result": result}
        if self._attempts.get(id):
            return {"state": "running"}
        request = RunRequest(params)
        if request.type not in TYPES:
            return {"state": "refused", "reason": f"this worker runs no actions of the type {request.type}"}
        if self._retired:
            return {"state": "refused", "reason": "this worker is about to end"}
        attempt = self._attempt(request)
        self._attempts.add(id, attempt)
        self._tasks.put(lambda: self._perform(id, attempt))
        return {"state": "accepted"}

    def _attempt(self, request: RunRequest) -> Attempt:
        def tell(method: str, /, **params: object) -> None:
            attempt.tell(method, **params)

        action = action_of(request, tell, self._memory)
        attempt = Attempt(request, action, self._outbox, self._capture)
        return attempt

    def _perform(self, id: str, attempt: Attempt) -> None:
        attempt.perform()
        self._attempts.end(id, attempt.result or {})

    def _cancel(self, params: Message) -> Message:
        id, grace_s = params["attempt"], params["graceMs"] / 1000
        attempt = self._attempts.get(id)
        if attempt is None or attempt.result is not None:
            return {"state": "ended"}
        threading.Thread(target=self._stop, args=[attempt, grace_s], name="ama-cancel", daemon=True).start()
        return {"state": "accepted"}

    def _stop(self, attempt: Attempt, grace_s: float) -> None:
        """Cancels; code that doesn't obey costs the process, which nobody could use any more."""
        if not attempt.cancel(grace_s):
            self._retired = True
            attempt.give_up()
            self._outbox.settle(LAST_WORDS_S)
            self._end("the code of a cancelled action did not stop")

    def _compile(self, params: Message) -> Message:
        file: str = params["file"] if "file" in params else params["action"]
        kind = params["type"]
        if kind not in TYPES:
            raise Invalid(f"this worker runs no actions of the type {kind}")
        source = text_of(params["source"])
        self._tasks.put(lambda: warm_up(kind, source, params.get("attach", {})))
        try:
            statements = TYPES[kind].check(source, file, params.get("firstLine", 1))
        except SyntaxError as problem:
            return {"errors": [ErrorReport(file, None).syntax(problem)]}
        return {"errors": [], **({} if statements is None else {"statements": statements})}

    def _shutdown(self, params: Message) -> Message:
        grace_s = params["graceMs"] / 1000
        threading.Thread(target=self._leave, args=[grace_s], name="ama-shutdown", daemon=True).start()
        return {}

    def _leave(self, grace_s: float) -> NoReturn:
        self._retired = True
        for attempt in self._attempts.alive():
            attempt.cancel(grace_s)
        self._outbox.settle(grace_s)
        self._end("the leader asked for it")

    def _preview(self, params: Message) -> Message:
        action, name, limit = params["action"], params["name"], params["limit"]
        try:
            published = self._memory.get(action, name)
        except LookupError as problem:
            raise Invalid(str(problem)) from None
        from .data.preview import preview

        return preview(published, limit)

    def _inspect(self, params: Message) -> Message:
        attempt = self._attempts.get(params["attempt"])
        return {"names": attempt.inspect() if attempt else []}

    def _release(self, params: Message) -> Message:
        self._memory.release(params["action"], params["name"])
        return {}

    def _end(self, why: str) -> NoReturn:
        for attempt in self._attempts.alive():
            if attempt.runs_elsewhere:
                attempt.cancel(ELSEWHERE_S)
        children.end_children()
        os.write(self._capture.log, f"Python worker: ends, as {why}\n".encode("utf-8", "replace"))
        self._exit(0)

    def _last_words(self, status: int) -> NoReturn:
        """In the place of `os._exit`: what was printed before is told."""
        if os.getpid() == self._pid:
            self._capture.deliver()
            self._outbox.settle(LAST_WORDS_S)
        self._exit(status)

    def _disown(self) -> None:
        self._outbox.disown()
        self._capture.disown()


def _description() -> Message:
    return {"runner": "amaterasu-python", "version": __version__, "types": list(TYPES), "capacity": 1}
