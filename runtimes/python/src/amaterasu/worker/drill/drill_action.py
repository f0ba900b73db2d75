"""An action of the type `drill`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from secrets import token_hex
from typing import TYPE_CHECKING

from ..action import Tell
from ..errors import ActionError
from ..interrupts import interrupts
from ..memory import Memory
from ..request import RunRequest
from ..served.failure import ServerError, failure
from ..served.filled import Ready
from ..served.sql_action import Outcome, SqlAction
from ..served.tokens import DRILL
from .service import Answer, DrillFailure, DrillService, NotAuthenticated, NotConnected
from .session import DrillSession, makes_temporary
from .watch import Watch

if TYPE_CHECKING:
    import pyarrow as pa

PREFIX = "settings."
"""Of the keys of a connection that are options of Drill's session."""

HOPELESS = frozenset(
    ["PARSE ERROR", "VALIDATION ERROR", "PERMISSION ERROR", "PLAN ERROR", "UNSUPPORTED_OPERATION ERROR"]
)
"""What cannot be cured by doing it again."""

CANCEL_S, LOOK_EVERY_S = 1.5, 0.1
"""How long a query that is cancelled has to end, and how often it is looked whether it has."""

NO_TEMPORARY_TABLES = (
    "a temporary table would be gone at once, as Drill has a session of its own for each statement that comes by REST; "
    "make a table, and drop it at the end"
)


class DrillAction(SqlAction):
    dialect = DRILL

    def __init__(self, request: RunRequest, tell: Tell, memory: Memory) -> None:
        super().__init__(request, tell, memory)
        conf = request.conf
        settings = {key[len(PREFIX) :]: value for key, value in conf.items() if key.startswith(PREFIX)}
        self._session = DrillSession(conf.get("schema", ""), settings)
        self._service: DrillService | None = None
        self._asked, self._mark = 0, token_hex(4)

    def open(self) -> None:
        conf = self.request.conf
        try:
            self._service = DrillService(conf["url"], conf.get("user", ""), conf.get("password", ""))
        except NotAuthenticated as problem:
            raise ActionError("ama.NotAuthenticated", str(problem), retryable=False) from None
        except NotConnected as problem:
            raise ActionError("ama.NotConnected", str(problem)) from None

    def execute(self, text: str, filled: Ready | None, limit: int | None) -> Outcome:
        from .columns import table_of

        own = [] if filled is None else filled.statement.tokens
        if makes_temporary(own):
            raise ActionError("ama.NotSupported", NO_TEMPORARY_TABLES, retryable=False)
        is_query = filled is None or filled.statement.is_query
        table = table_of(self._ask(text, filled, limit if is_query else None))
        self._session.note(own)
        note = None if is_query else _note(table)
        return Outcome(DrillRows(table)) if note is None else Outcome(None, note)

    def _ask(self, text: str, filled: Ready | None, limit: int | None) -> Answer:
        assert self._service is not None
        self._asked += 1
        tag = f"/* {self.request.attempt}:{self._asked} {self._mark} */ "
        watch = Watch(self._service, tag, self.tell)
        watch.start()
        try:
            return self._service.query(tag + text, self._session.schema, self._session.options, limit)
        except DrillFailure as problem:
            raise failure(_server_error(problem), self.source, filled, tag) from None
        except (NotConnected, NotAuthenticated) as problem:
            raise ActionError("ama.NotConnected", str(problem)) from None
        except KeyboardInterrupt:
            with interrupts:
                self._cancel(tag)
            raise
        finally:
            watch.end()

    def _cancel(self, tag: str) -> None:
        """
        Drill tells the id of a query only with its result; while it runs, it is found by its text, but not at once: it
        may have been sent a moment ago. That it ends is waited for, too. It is cancelled only once: a profile that was
        cancelled again and again has been found empty, and with such a file Drill tells of no finished query any more.
        """
        assert self._service is not None
        until = time.monotonic() + CANCEL_S
        try:
            while (query := self._service.running(tag)) is None and time.monotonic() < until:
                time.sleep(LOOK_EVERY_S)
            if query is not None:
                self._service.cancel(query)
            while query is not None and time.monotonic() < until:
                time.sleep(LOOK_EVERY_S)
                query = self._service.running(tag)
        except (NotConnected, NotAuthenticated) as problem:
            self.tell("log", level="warn", text=f"the query could not be cancelled: {problem}")


class DrillRows:
    """The rows of a query, all of which have come."""

    def __init__(self, table: pa.Table) -> None:
        self.schema: pa.Schema = table.schema
        self._table = table

    def batches(self) -> Iterator[pa.Table]:
        if self._table.num_rows:
            yield self._table

    def close(self) -> None:
        pass


def _note(table: pa.Table) -> str | None:
    """What Drill says of a statement that changes something; None where it answers with rows."""
    if table.column_names == ["ok", "summary"]:
        return "; ".join(str(each) for each in table.column(1).to_pylist())
    if table.column_names == ["Fragment", "Number of records written"]:
        written = sum(table.column(1).to_pylist())
        return f"{written} row{'' if written == 1 else 's'}"
    return None


def _server_error(problem: DrillFailure) -> ServerError:
    kind = problem.kind or problem.exception or "DrillError"
    types = [problem.exception] if problem.exception and problem.exception != kind else []
    return ServerError(kind, types, str(problem), retryable=kind not in HOPELESS)
