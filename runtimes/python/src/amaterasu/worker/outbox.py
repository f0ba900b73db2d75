"""What is to be sent to the leader. A thread of its own writes, so that neither telling nor reading waits for it.

What a killed process has told must arrive all the same, at least where it was: so the start of a statement is written
before the statement runs, without waking that thread. Nobody who writes waits for a connection that is full but that
thread, and others can tell and write meanwhile.
"""

from __future__ import annotations

import select
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
        self._settling = 0
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
            if not self._write() or self._settling:
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
            self._settling += 1
            try:
                return self._changed.wait_for(self._is_settled, timeout_s)
            finally:
                self._settling -= 1

    def disown(self) -> None:
        """In a forked child: this is the parent's, and so is its connection."""
        self._forked = True
        if self._connection is not None:
            self._connection.close()

    def _write_for_ever(self) -> None:
        while True:
            with self._changed:
                if self._connection is None or self._write():
                    if self._settling:
                        self._changed.notify_all()
                    self._await_something()
                connection = self._connection if self._torn else None
            if connection:
                _await_room(connection)

    def _await_something(self) -> None:
        timely = self._changed.wait(self._quiet_s if self._connection else None)
        if not timely and self._is_settled():
            self._torn = b"\n"  # a sign of life

    def _is_settled(self) -> bool:
        return not self._answers and not self._torn and self._sent >= self._told.last

    def _write(self) -> bool:
        """Writes what the connection has room for; says whether that was everything."""
        while self._connection is not None and not self._is_settled():
            self._torn = lines = self._next()
            try:
                self._torn = lines[_send(self._connection, lines) :]
            except OSError:
                shut(self._connection)  # its reader notices, and dials again
                self._connection = None
            if self._torn:
                return False
        return self._is_settled()

    def _next(self) -> bytes:
        """What had no room, or else the answers and some of what has not left."""
        if self._torn:
            return self._torn
        answers = b"".join(self._answers)
        self._answers.clear()
        lines, sent = self._told.after(self._sent, BATCH_BYTES)
        self._sent = max(sent, self._sent)
        return answers + b"".join(lines)


def _send(connection: socket.socket, lines: bytes) -> int:
    """How much of them there was room for."""
    if connection.gettimeout() and not _await_room(connection, 0):
        return 0  # where reads have a time limit, Python would wait as long with what is sent
    try:
        return connection.send(lines, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0


def _await_room(connection: socket.socket, timeout_ms: int | None = None) -> bool:
    """Whether a connection can be written to, or has broken; without a limit, when that is so."""
    room = select.poll()
    room.register(connection, select.POLLOUT)
    return bool(room.poll(timeout_ms))


def shut(connection: socket.socket) -> None:
    """Ends a connection, also for a thread that reads it just now."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
