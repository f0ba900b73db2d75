"""What the leader asks, and the answers. Served in the thread that reads, so that none of them waits for an attempt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .leader import Leader
from .lines import Message
from .outbox import Outbox

UNKNOWN_METHOD, INVALID_PARAMS, INTERNAL, OLD_EPOCH = -32601, -32602, -32603, -32003

Serve = Callable[[Message], Message]


class Invalid(Exception):
    """Params that are wrong, in words."""


class Requests:
    """`serve` has what answers each method."""

    def __init__(self, leader: Leader, outbox: Outbox, serve: dict[str, Serve]) -> None:
        self._leader = leader
        self._outbox = outbox
        self._serve = serve

    def receive(self, message: Message) -> None:
        method, params, id = message.get("method"), message.get("params", {}), message.get("id")
        if id is None:
            if method == "ack":
                self._outbox.acknowledge(params["seq"])
            return
        serve = self._serve.get(str(method))
        if serve is None:
            self._refuse(id, UNKNOWN_METHOD, f"there is no {method!r} here")
            return
        try:
            epoch = params["epoch"]
            if epoch < self._leader.epoch:
                self._refuse(id, OLD_EPOCH, f"epoch {epoch} is older than {self._leader.epoch}")
                return
            result = serve(params)
        except Invalid as problem:
            self._refuse(id, INVALID_PARAMS, str(problem))
        except (KeyError, TypeError, AttributeError) as problem:
            self._refuse(id, INVALID_PARAMS, f"{method}: {problem!r}")
        except Exception as problem:
            self._refuse(id, INTERNAL, f"{method}: {problem!r}")
        else:
            self._leader.epoch = epoch
            self._outbox.answer(id, result=result)

    def _refuse(self, id: Any, code: int, message: str) -> None:
        self._outbox.answer(id, error={"code": code, "message": message})
