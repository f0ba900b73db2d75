"""An action of the type `hive`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..action import Tell
from ..errors import ActionError
from ..interrupts import interrupts
from ..memory import Memory
from ..request import RunRequest
from ..served.failure import ServerError, failure
from ..served.filled import Ready
from ..served.sql_action import Outcome, SqlAction
from ..served.tokens import HIVE
from .address import Address, BadAddress, address_of
from .service import FINISHED, LOG, RUNNING, HiveFailure, HiveService, Operation, Progress
from .thrift import Fields, ThriftError
from .transport import ConnectionRefused, NotAuthenticated

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 10_000
"""Rows that are fetched at a time; servers give no more by default."""

ANSWER_S = 1.0
"""
How long a cancel waits for the server to say which operation a new statement is. Most say so at once; HiveServer2
compiles it first.
"""

BEGINS_S = 2.5
"""How long Spark's server may take until a statement has a job; one that was cancelled before gets it all the same."""

CANCEL_S = 3.0
"""HiveServer2 says that a statement is cancelled when the cluster has ended its tasks, which may take longer."""

EXCEPTION = "org.apache.hive.service.cli.HiveSQLException"

T = TypeVar("T")


class HiveAction(SqlAction):
    dialect = HIVE

    def __init__(self, request: RunRequest, tell: Tell, memory: Memory) -> None:
        super().__init__(request, tell, memory)
        self._address: Address | None = None
        self._service: HiveService | None = None
        self._operation: Operation | None = None
        self._sent_at = 0.0
        self._told: Progress | None = None

    def open(self) -> None:
        try:
            self._address = address_of(self.request.conf)
            self._service = HiveService(self._address)
        except BadAddress as problem:
            raise ActionError("ama.BadConnection", str(problem), retryable=False) from None
        except ConnectionRefused as problem:
            raise ActionError("ama.NotConnected", str(problem)) from None
        except NotAuthenticated as problem:
            raise ActionError("ama.NotAuthenticated", str(problem), retryable=False) from None
        except (OSError, ThriftError) as problem:
            where = f"HiveServer2 at {self._address} breaks the connection off: {problem}"
            hint = "; `transport` and `auth` of the environment's hive must be those of the server"
            raise ActionError("ama.NotConnected", where + hint) from None
        except HiveFailure as problem:
            raise failure(_server_error(problem), self.source, None) from None

    def execute(self, text: str, filled: Ready | None, limit: int | None) -> Outcome:
        try:
            return self._execute(self._connected(), text, filled, limit)
        except KeyboardInterrupt:
            with interrupts:
                self._cancel()
            raise

    def _execute(self, service: HiveService, text: str, filled: Ready | None, limit: int | None) -> Outcome:
        self._sent_at = time.monotonic()
        with interrupts.patient(ANSWER_S):
            operation = self._operation = self._asking(lambda: service.execute(text), filled)
        ended = self._finish(service, operation, filled)
        if ended.has_rows:
            rows = self._asking(lambda: HiveRows(self, service, operation, filled, limit, ended.log), filled)
            return Outcome(rows)
        self._release(service, operation)
        return Outcome(None, f"{ended.written} row{'' if ended.written == 1 else 's'}" if ended.written else None)

    def close(self) -> None:
        """Ends the session, and with it whatever runs in it."""
        service, self._service = self._service, None
        if service is None:
            return
        try:
            service.close()
        except (OSError, ThriftError, HiveFailure):
            pass  # the server has gone, or has ended the session itself

    def _finish(self, service: HiveService, operation: Operation, filled: Ready | None) -> Ended:
        """Waits for the end."""
        wait_s = 0.02
        while True:
            asked = time.monotonic()
            status = self._asking(lambda: service.status(operation), filled)
            self._tell_progress(status.progress)
            if status.state not in RUNNING:
                break
            # The server answers late where there is nothing new; one that doesn't is not to be asked all the time.
            time.sleep(max(0.0, wait_s - (time.monotonic() - asked)))
            wait_s = min(0.5, wait_s * 1.5)
        log = self._log(service, operation)
        if status.failure is not None or status.state != FINISHED:
            ended = status.failure or HiveFailure("the server has ended the statement", "", 0, [])
            raise failure(_server_error(ended), self.source, filled)
        return Ended(status.has_rows, status.rows_written or 0, log)

    def _tell_progress(self, progress: Progress | None) -> None:
        if progress is not None and progress != self._told:
            self._told = progress
            self.tell("progress", label=progress.label, done=progress.done, total=progress.total, unit="tasks")

    def _log(self, service: HiveService, operation: Operation) -> str:
        """What the server logged of the statement, which Spark's does not. It is told on, too."""
        try:
            columns = service.fetch(operation, BATCH, LOG)
        except HiveFailure:
            return ""
        lines = columns[0][7][1] if columns and 7 in columns[0] else []
        text = b"\n".join(lines).decode(errors="replace")
        if text:
            self.tell("log", level="debug", text=text)
        return text

    def _release(self, service: HiveService, operation: Operation) -> None:
        self._operation = None
        try:
            service.release(operation)
        except HiveFailure:
            pass  # it is the end of it anyway

    def _connected(self) -> HiveService:
        if self._service is None:
            raise ActionError("ama.NotConnected", f"the connection to HiveServer2 at {self._address} has been lost")
        return self._service

    def _asking(self, ask: Callable[[], T], filled: Ready | None) -> T:
        """Asks the server. An interrupt leaves the connection in the middle of an answer, so it is given up."""
        try:
            return ask()
        except HiveFailure as problem:
            raise failure(_server_error(problem), self.source, filled) from None
        except (OSError, ThriftError) as problem:
            self._give_up()
            lost = f"the connection to HiveServer2 at {self._address} was lost: {problem}"
            raise ActionError("ama.NotConnected", lost) from None
        except KeyboardInterrupt:
            with interrupts:
                self._cancel()
            raise

    def _give_up(self) -> None:
        service, self._service = self._service, None
        if service is not None:
            service.leave()

    def _cancel(self) -> None:
        """
        Over another connection: an operation belongs to the server, and not to the connection that has begun it.
        The old one is closed after that, as a server ends the session of a closed connection, with its operations.
        """
        service, self._service = self._service, None
        if service is None:
            return
        try:
            if self._operation is not None and self._address is not None:
                other = HiveService(self._address, service.session)
                other.limit(CANCEL_S)
                other.cancel(self._operation)
                # With the operation ends what Spark's server has begun since.
                time.sleep(max(0.0, self._sent_at + BEGINS_S - time.monotonic()))
                self._release(other, self._operation)
                other.close()
        except TimeoutError:
            told = f"HiveServer2 was asked to cancel the statement, and has not ended it within {CANCEL_S:.0f} s"
            self.tell("log", level="debug", text=told)
        except (OSError, ThriftError, HiveFailure, ConnectionRefused, NotAuthenticated) as problem:
            self.tell("log", level="debug", text=f"HiveServer2 was not asked to cancel the statement: {problem}")
        finally:
            service.leave()


class Ended(NamedTuple):
    """A statement that has run to its end."""

    has_rows: bool
    written: int
    """Rows that a statement without any to read has written."""
    log: str


class HiveRows:
    """Rows of an operation that has finished."""

    def __init__(
        self,
        action: HiveAction,
        service: HiveService,
        operation: Operation,
        filled: Ready | None,
        limit: int | None,
        log: str,
    ) -> None:
        from .columns import schema_of

        self.schema: pa.Schema = schema_of(service.columns(operation), log)
        self._action, self._service, self._operation = action, service, operation
        self._filled = filled
        self._size = BATCH if limit is None else min(BATCH, limit)

    def batches(self) -> Iterator[pa.Table]:
        while True:
            columns = self._action._asking(lambda: self._service.fetch(self._operation, self._size), self._filled)
            batch = self._table(columns) if columns else self.schema.empty_table()
            if batch.num_rows == 0:
                return
            yield batch

    def _table(self, columns: list[Fields]) -> pa.Table:
        from .columns import table_of
        from .nested import UnreadableValue

        try:
            return table_of(columns, self.schema)
        except UnreadableValue as problem:
            raise ActionError("ama.UnreadableValue", str(problem), retryable=False) from None

    def close(self) -> None:
        if self._action._service is self._service:
            self._action._release(self._service, self._operation)


def _server_error(problem: HiveFailure) -> ServerError:
    """Servers may tell the exceptions behind the message; by default Hive 4 keeps them to itself."""
    told = [each[1:].partition(":")[0] for each in problem.infos if each.startswith("*")]
    named = re.findall(r"\b([A-Z]\w+Exception)\b", str(problem))
    codes = [problem.state, f"Error {problem.code}" if problem.code else ""]
    # Spark's server has the condition in its message: `[TABLE_OR_VIEW_NOT_FOUND]`.
    conditions = re.findall(r"\[([A-Z][A-Z_.]+)\]", str(problem))
    types = [each for each in dict.fromkeys([*codes, *conditions, *told, *named]) if each and each != EXCEPTION]
    # It tells the frames of its own stack, too.
    message = str(problem).partition("\n\tat ")[0].strip()
    return ServerError(EXCEPTION, types, message, retryable=not problem.state.startswith("42"))
