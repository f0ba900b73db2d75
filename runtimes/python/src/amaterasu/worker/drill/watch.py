"""How far a query of Drill's is."""

from __future__ import annotations

import threading

from ..action import Tell
from .service import DrillService, Fragments, NotAuthenticated, NotConnected

LOOK_EVERY_S = 1.0


class Watch(threading.Thread):
    """Tells of a query that runs longer than a moment; it is known by the text that it begins with."""

    def __init__(self, service: DrillService, tag: str, tell: Tell) -> None:
        super().__init__(name="ama-drill", daemon=True)
        self._service, self._tag, self._tell = service, tag, tell
        self._over = threading.Event()

    def run(self) -> None:
        query: str | None = None
        told: Fragments | None = None
        while not self._over.wait(LOOK_EVERY_S):
            try:
                query = query or self._service.running(self._tag)
                now = self._service.fragments(query) if query else None
            except (NotConnected, NotAuthenticated):
                continue
            if now and now.total and now != told and not self._over.is_set():
                told = now
                self._tell("progress", label="Drill", done=now.done, total=now.total, unit="fragments")

    def end(self) -> None:
        """Nothing is told of the query after that."""
        self._over.set()
        self.join()
