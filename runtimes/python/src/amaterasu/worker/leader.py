"""The connection to the leader: dial, shake hands, read, and dial again when it breaks."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from typing import BinaryIO, NoReturn

from .lines import MAX_LINE, Message, encode, read_lines
from .outbox import Outbox, shut

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.025, 1.0


class Leader:
    """Whoever started this worker. `describe` gives the fields of `hello` that say what the worker is."""

    def __init__(self, address: str, token: str, outbox: Outbox, describe: Callable[[], Message]) -> None:
        self._address = address
        self._credentials = {"token": token}
        self._outbox = outbox
        self._describe = describe
        self._linger_s = 0.0
        self.epoch = 0

    def serve(self, receive: Callable[[Message], None], end: Callable[[str], NoReturn]) -> None:
        """Hands every message to `receive`, over all connections, and calls `end` when the leader is gone for good."""
        connection, stream = self._shake_hands(end)
        while True:
            try:
                for message in read_lines(stream):
                    receive(message)
                why = "the leader hung up"
            except (OSError, ValueError) as problem:
                why = str(problem)
            self._outbox.disconnect(connection)
            shut(connection)
            connection, stream = self._dial_again(why, end)

    def _dial_again(self, why: str, end: Callable[[str], NoReturn]) -> tuple[socket.socket, BinaryIO]:
        until = time.monotonic() + self._linger_s
        pause_s = FIRST_PAUSE_S
        while time.monotonic() + pause_s < until:
            time.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
            try:
                return self._shake_hands(end)
            except (OSError, ValueError) as problem:
                why = str(problem)
        end(f"the leader is gone: {why}")

    def _shake_hands(self, end: Callable[[str], NoReturn]) -> tuple[socket.socket, BinaryIO]:
        import json

        connection = _dial(self._address)
        connection.sendall(encode({"id": "hello", "method": "hello", "params": self._hello()}))
        stream = connection.makefile("rb")
        answer = json.loads(stream.readline(MAX_LINE + 1))
        if "error" in answer:
            end(f"the leader refused: {answer['error'].get('message')}")
        self._welcome(answer["result"], connection, end)
        return connection, stream

    def _hello(self) -> Message:
        last = {"lastSeq": self._outbox.last_seq, "epoch": self.epoch}
        process = {"pid": os.getpid(), "host": socket.gethostname()}
        return {"protocol": [1], **self._credentials, **self._describe(), **process, **last}

    def _welcome(self, welcome: Message, connection: socket.socket, end: Callable[[str], NoReturn]) -> None:
        if welcome["epoch"] < self.epoch:
            shut(connection)
            end("the leader is older than one that was here before")
        self.epoch = welcome["epoch"]
        self._linger_s = welcome["lingerMs"] / 1000
        self._credentials = {"key": welcome["key"]}
        silence_s = welcome.get("silenceMs", 0) / 1000
        connection.settimeout(silence_s or None)  # a read that waits longer raises, and the connection counts as dead
        self._outbox.connect(connection, welcome["resumeFrom"], silence_s / 3 or None)


def _dial(address: str) -> socket.socket:
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address)
        return connection
    host, port = address.rsplit(":", 1)
    connection = socket.create_connection((host.strip("[]"), int(port)), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
