"""What is to be sent to the leader. A thread of its own writes, so that neither telling nor reading waits for it.

What a killed process has told must arrive all the same, at least where it was: so the start of a statement is written
before the statement runs, without waiting and mostly without waking that thread.
"""

from __future__ import annotations

import socket
import threading
from typing import Any

from .lines import Message, encode
from .unacknowledged import Unacknowledged

HELD_BYTES = 256 * 1024 * 1024
"""How much may be told and not acknowledged, most of it in a file; beyond it, who tells more waits."""

BATCH_BYTES = 256 * 1024

BUSY_S = 0.05
"""How long one who tells something at once waits for what is just being written."""


class Outbox:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._answers: list[bytes] = []
        self._told = Unacknowledged()
        self._sent = 0
        self._connection: socket.socket | None = None
        self._quiet_s: float | None = None
        self._sending = False
        # What the connection had no room for; it goes before everything else.
        self._torn = b""
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
            self._add(method, params)
            self._changed.notify_all()

    def tell_with_next(self, method: str, /, **params: Any) -> None:
        """Tells something that goes with what is told next; `wake` is for where nothing follows soon."""
        if self._forked:
            return
        with self._changed:
            self._add(method, params)

    def wake(self) -> None:
        if self._forked:
            return
        with self._changed:
            self._changed.notify_all()

    def tell_at_once(self, method: str, /, **params: Any) -> None:
        """Tells something and all before it so that it arrives even when this process is killed the next moment.

        Where the leader reads too slowly for that, it goes the ordinary way.
        """
        if self._forked:
            return
        with self._changed:
            self._add(method, params)
            if not self._changed.wait_for(lambda: not self._sending, BUSY_S) or not self._write_without_waiting():
                self._changed.notify_all()

    def _add(self, method: str, params: Message) -> None:
        while self._told.size > HELD_BYTES:
            self._changed.wait()
        numbered = {"seq": self._told.last + 1, **params}
        self._told.add(encode({"method": method, "params": numbered}))

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
            self._torn = b""
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
        return not self._answers and not self._sending and not self._torn and self._sent >= self._told.last

    def _next(self) -> tuple[bytes, int]:
        """The answers and some of what has not left, and the last number among it."""
        first, self._torn = self._torn + b"".join(self._answers), b""
        self._answers.clear()
        lines, sent = self._told.after(self._sent, BATCH_BYTES)
        return first + b"".join(lines), max(sent, self._sent)

    def _write_without_waiting(self) -> bool:
        """Writes what there is; says whether that was everything. An error is the writing thread's to meet."""
        if self._connection is None:
            return False
        lines, self._sent = self._next()
        try:
            written = self._connection.send(lines, socket.MSG_DONTWAIT)
        except OSError:
            written = 0
        self._torn = lines[written:]
        return self._is_settled()

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
