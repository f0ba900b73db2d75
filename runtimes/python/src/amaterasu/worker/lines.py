"""Lines of the runner protocol: JSON-RPC 2.0, one message per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

Message = dict[str, Any]

MAX_LINE = 1024 * 1024
"""The longest line that either side may send, in bytes."""

SHOWN = 16 * 1024
"""How many characters of a text that is only shown are sent."""


def encode(message: Message) -> bytes:
    """The line of a message. Halves of surrogate pairs, which UTF-8 cannot hold, become question marks."""
    text = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def read_lines(stream: BinaryIO) -> Iterator[Message]:
    """The messages that come, until the stream ends; a `ValueError` for what is no line of the protocol."""
    while line := stream.readline(MAX_LINE + 1):
        if not line.endswith(b"\n"):
            raise ValueError("a torn line, or one that is too long")
        if line != b"\n":  # an empty one only says that the leader is alive
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ValueError("a line that is no object")
            yield message


def cut(text: str, limit: int = SHOWN) -> str:
    """The text, or its beginning and how long it was."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
