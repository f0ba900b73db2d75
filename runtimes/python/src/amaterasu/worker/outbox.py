"""What is to be sent to the leader. A thread of its own writes, so that neither telling nor reading waits for it."""

from __future__ import annotations

import socket
import threading
from typing import Any

from .lines import Message, encode
from .unacknowledged import Unacknowledged

HELD_BYTES = 256 * 1024 * 1024
"""How much may be told and not acknowledged, most of it in a file; beyond it, who tells more waits."""

BATCH_BYTES = 256 * 1024


class Outbox:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._answers: list[bytes] = []
        self._told = Unacknowledged()
        self._sent = 0
        self._connection: socket.socket | None = None
        self._quiet_s: float | None = None
        self._sending = False
        self._forked = False
        threading.Thread(target=self._write_for_ever, name="ama-writer", daemon=True).start()

    @property
    def last_seq(self) -> int:
        return self._told.last

    def tell(self, method: str, /, **params: Any) -> None:
        """Tells something under the next number. Waits while far too much is not acknowledged yet."""
        if self._forked:
            return
        with self._changed:
            while self._told.size > HELD_BYTES:
                self._changed.wait()
            numbered = {"seq": self._told.last + 1, **params}
            self._told.add(encode({"method": method, "params": numbered}))
            self._changed.notify_all()

    def answer(self, id: object, /, **result_or_error: Any) -> None:
        """Answers a request; this overtakes what is told."""
        message: Message = {"id": id, **result_or_error}
        with self._changed:
            self._answers.append(encode(message))
            self._changed.notify_all()

    def acknowledge(self, seq: int) -> None:
        with self._changed:
            self._told.forget(seq)
            self._changed.notify_all()

    def connect(self, connection: socket.socket, resume_from: int, quiet_s: float | None) -> None:
        """Goes on over a new connection; after `quiet_s` without anything to say an empty line is sent."""
        with self._changed:
            self._told.forget(resume_from)
            self._connection, self._sent, self._quiet_s = connection, resume_from, quiet_s
            self._answers.clear()  # the leader asks again for what it has no answer to
            self._changed.notify_all()

    def disconnect(self, connection: socket.socket) -> None:
        with self._changed:
            if self._connection is connection:
                self._connection = None

    def settle(self, timeout_s: float) -> bool:
        """Waits until everything has left; says whether it has."""
        with self._changed:
            return self._changed.wait_for(self._is_settled, timeout_s)

    def disown(self) -> None:
        """In a forked child: this is the parent's, and so is its connection."""
        self._forked = True
        if self._connection is not None:
            self._connection.close()

    def _write_for_ever(self) -> None:
        while True:
            with self._changed:
                connection = self._connection
                lines, sent = self._next() if connection else (b"", self._sent)
                if not lines:
                    timely = self._changed.wait(self._quiet_s if connection else None)
                    lines = b"" if timely else b"\n"
                    connection = self._connection
                self._sending = bool(connection and lines)
            if connection and lines:
                self._send(connection, lines, sent)

    def _is_settled(self) -> bool:
        return not self._answers and not self._sending and self._sent >= self._told.last

    def _next(self) -> tuple[bytes, int]:
        """The answers and some of what has not left, and the last number among it."""
        answers = b"".join(self._answers)
        self._answers.clear()
        lines, sent = self._told.after(self._sent, BATCH_BYTES)
        return answers + b"".join(lines), max(sent, self._sent)

    def _send(self, connection: socket.socket, lines: bytes, sent: int) -> None:
        try:
            connection.sendall(lines)
        except OSError:
            shut(connection)  # its reader notices, and dials again
            self.disconnect(connection)
            sent = 0
        with self._changed:
            self._sending = False
            if self._connection is connection:
                self._sent = max(self._sent, sent)
            self._changed.notify_all()


def shut(connection: socket.socket) -> None:
    """Ends a connection, also for a thread that reads it just now."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
