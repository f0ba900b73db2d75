"""HiveServer2's service: the calls that an action needs, on one session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from . import thrift
from .address import Address
from .thrift import Fields
from .transport import Transport, connect

PROTOCOL = 9
"""`HIVE_CLI_SERVICE_PROTOCOL_V10`: columns, and progress with the status."""

RUNNING = frozenset([0, 1, 7])
"""States of an operation that goes on: initialised, running, pending."""
FINISHED, CANCELLED, CLOSED, TIMED_OUT = 2, 3, 4, 8

OUTPUT, LOG = 0, 1
_FAILED = frozenset([3, 4])


class HiveFailure(Exception):
    """What the server says of a call that failed."""

    def __init__(self, message: str, state: str, code: int, infos: list[str]) -> None:
        super().__init__(message)
        self.state, self.code, self.infos = state, code, infos


class Operation(NamedTuple):
    """A statement that the server runs, as its handle says."""

    handle: bytes
    has_rows: bool


class Progress(NamedTuple):
    label: str
    done: int
    total: int


class Status(NamedTuple):
    state: int
    has_rows: bool
    rows_written: int | None
    progress: Progress | None
    failure: HiveFailure | None


class HiveService:
    """One connection and one session on it. Not for several threads."""

    def __init__(self, address: Address, session: bytes | None = None) -> None:
        """Opens a session, or speaks for one that another connection has opened."""
        self._transport: Transport = connect(address)
        self._number = 0
        try:
            self.session = session or self._open(address)
        except BaseException:
            self._transport.close()
            raise

    def execute(self, statement: str) -> Operation:
        request = [thrift.nested(1, self.session), thrift.text(2, statement), thrift.boolean(4, True)]
        handle = self._call("ExecuteStatement", request)[2]
        fields = [
            thrift.nested(1, thrift.binary(1, handle[1][1]), thrift.binary(2, handle[1][2])),
            thrift.i32(2, handle[2]),
            thrift.boolean(3, handle[3]),
        ]
        return Operation(b"".join(fields), handle[3])

    def status(self, operation: Operation) -> Status:
        told = self._call("GetOperationStatus", [thrift.nested(1, operation.handle), thrift.boolean(2, True)])
        failure = None
        if told.get(2) not in (*RUNNING, FINISHED):
            failure = HiveFailure(_text(told.get(5)), _text(told.get(3)), told.get(4, 0), _infos(told.get(1, {})))
        return Status(told.get(2, 0), told.get(9, operation.has_rows), told.get(11), _progress(told.get(10)), failure)

    def columns(self, operation: Operation) -> list[Fields]:
        """Descriptions of the columns, as `TColumnDesc`."""
        told = self._call("GetResultSetMetadata", [thrift.nested(1, operation.handle)])
        columns: list[Fields] = told[2][1] if 2 in told else []
        return columns

    def fetch(self, operation: Operation, limit: int, what: int = OUTPUT) -> list[Fields]:
        """The next rows, as columns (`TColumn`); each without values at the end."""
        request = [thrift.nested(1, operation.handle), thrift.i32(2, 0), thrift.i64(3, limit), thrift.i16(4, what)]
        told = self._call("FetchResults", request)
        columns: list[Fields] = told.get(3, {}).get(3, [])
        return columns

    def cancel(self, operation: Operation) -> None:
        self._call("CancelOperation", [thrift.nested(1, operation.handle)])

    def release(self, operation: Operation) -> None:
        self._call("CloseOperation", [thrift.nested(1, operation.handle)])

    def close(self) -> None:
        """Ends the session and the connection."""
        try:
            self._call("CloseSession", [thrift.nested(1, self.session)])
        finally:
            self.leave()

    def limit(self, seconds: float) -> None:
        """How long answers may take from now on."""
        self._transport.limit(seconds)

    def leave(self) -> None:
        """Ends the connection only."""
        self._transport.close()

    def _open(self, address: Address) -> bytes:
        database = {"use:database": address.database} if address.database else {}
        request = [
            thrift.i32(1, PROTOCOL),
            thrift.text(2, address.user or "anonymous"),
            thrift.text(3, address.password),
            thrift.texts(4, {**_variables(address.settings), **database}),
        ]
        identifier = self._call("OpenSession", request)[3][1]
        return thrift.nested(1, thrift.binary(1, identifier[1]), thrift.binary(2, identifier[2]))

    def _call(self, method: str, request: Iterable[bytes]) -> Fields:
        self._number += 1
        take = self._transport.send(thrift.call(method, self._number, request))
        fields = thrift.answer(take, self._number)
        status = fields.get(1, {})
        if status.get(1) in _FAILED:
            message = _text(status.get(5)) or f"{method} failed"
            raise HiveFailure(message, _text(status.get(3)), status.get(4, 0), _infos(status))
        return fields


def _variables(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings as the configuration of a session names them; `hivevar:x` and `system:x` have a kind already."""
    has_kind = ("hivevar:", "hiveconf:", "system:", "metaconf:")
    return {f"set:{key if key.startswith(has_kind) else f'hiveconf:{key}'}": value for key, value in settings.items()}


def _infos(status: Fields) -> list[str]:
    return [_text(each) for each in status.get(2, [])]


def _text(value: bytes | None) -> str:
    return "" if value is None else value.decode(errors="replace")


def _progress(told: Fields | None) -> Progress | None:
    """Of the table that beeline shows, one row for each vertex: how many tasks have been done."""
    if told is None or not told.get(2):
        return None
    names = [_text(each).strip() for each in told[1]]
    if "TOTAL" not in names or "COMPLETED" not in names:
        return None
    rows = [[_text(each).strip() for each in row] for row in told[2]]
    total, done = (sum(_number(row, names.index(name)) for row in rows) for name in ("TOTAL", "COMPLETED"))
    running = [_vertex(row[0]) for row in rows if "RUNNING" in row]
    return Progress(", ".join(running) or "Hive", done, total)


def _number(row: list[str], column: int) -> int:
    return int(row[column]) if column < len(row) and row[column].isdigit() else 0


def _vertex(name: str) -> str:
    """`Map 1 ..........` shows by its dots how far it is."""
    return name.rstrip(". ")
