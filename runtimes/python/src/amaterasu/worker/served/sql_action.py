"""An action in SQL that a server runs: statements, one after another in one session."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..action import Action, Fields, Step, Tell
from ..errors import ActionError
from ..memory import Memory, Published
from ..request import Publication, RunRequest, wanted
from ..sql.result import result_name
from ..sql.small_table import ROWS, small_table
from .filled import Ready, fill
from .source import Source, Statement
from .tokens import Dialect

if TYPE_CHECKING:
    import pyarrow as pa


class Rows(Protocol):
    """The rows of a query, which are fetched as they are asked for."""

    schema: pa.Schema

    def batches(self) -> Iterator[pa.Table]: ...

    def close(self) -> None: ...


class Outcome(NamedTuple):
    rows: Rows | None
    note: str | None = None
    """What there is to say of a statement without rows."""


class SqlAction(Action):
    dialect: Dialect
    runs_elsewhere = True

    def __init__(self, request: RunRequest, tell: Tell, memory: Memory) -> None:
        super().__init__(request, tell)
        self._memory = memory
        self._filled: list[Ready] = []
        self._last_query: int | None = None
        self._result: Fields | None = None
        self._has_result = False

    @property
    def source(self) -> Source:
        return self._source

    @property
    def steps(self) -> list[Statement]:
        return self._source.statements

    def compile(self) -> None:
        self._source = Source(self.request.source(), self.request.file, self.request.first_line, self.dialect)
        self._filled = [fill(self._source, each, self.request.env) for each in self.steps]
        self._last_query = next((each.index for each in reversed(self.steps) if each.is_query), None)

    @abstractmethod
    def execute(self, text: str, filled: Ready | None, limit: int | None) -> Outcome:
        """
        Runs a text to its end. `filled` is the statement that it is, for errors; `limit` says that no more rows will be
        asked for. An `ActionError` where the server refuses it or fails.
        """

    def run(self, step: Step) -> Fields:
        filled = self._filled[step.index]
        is_last = step.index == self._last_query
        publication = self._publication_of_result() if is_last else None
        outcome = self.execute(filled.text, filled, None if publication else ROWS + 1)
        if outcome.rows is None:
            return {"value": outcome.note} if outcome.note else {}
        self._has_result = self._has_result or is_last
        try:
            first, total = self._fetch(outcome.rows, publication)
        finally:
            outcome.rows.close()
        if not filled.statement.is_query and first.num_rows == 0:
            return {}  # what Spark's server answers to a statement that makes something
        name = {"name": self._result_name} if is_last else {}
        return {**name, **self._shown(first, total)}

    def names(self) -> list[str]:
        return [self._result_name] if self._has_result else []

    def publish(self, publication: Publication) -> Fields | None:
        """The result of the last query, or a table or view of the server's."""
        is_result = publication.name == self._result_name and self._last_query is not None
        fields = self._result if is_result else self._read_table(publication)
        if fields is not None:
            self._memory.put(
                self.request.action, Published(publication.name, None, publication.path, publication.format)
            )
        return fields

    def _read_table(self, publication: Publication) -> Fields | None:
        try:
            outcome = self.execute(f"SELECT * FROM {_quoted(publication.name)}", None, None)
        except ActionError:
            if publication.optional:
                return None
            raise
        assert outcome.rows is not None
        try:
            fields = self._written(outcome.rows, publication)
        finally:
            outcome.rows.close()
        created = next((each for each in reversed(self.steps) if each.creates == publication.name), None)
        return {**fields, **({"definedAt": self._place(created)} if created else {})}

    def _written(self, rows: Rows, publication: Publication) -> Fields:
        from ..data.dataset_writer import DatasetWriter

        writer = DatasetWriter(publication, rows.schema)
        try:
            for batch in rows.batches():
                writer.write(batch)
        except BaseException:
            writer.abandon()
            raise
        return writer.close()

    def _fetch(self, rows: Rows, publication: Publication | None) -> tuple[pa.Table, int | None]:
        """The first rows, and how many there are where that is known. What is published is written by the way."""
        kept = _Kept(rows)
        if publication is None:
            return kept.first(), kept.total
        self._result = {**self._written(kept, publication), "definedAt": self._place(self.steps[self._last_query or 0])}
        return kept.first(), kept.total

    def _shown(self, first: pa.Table, total: int | None) -> Fields:
        kind = f"DataFrame [{', '.join(f'{field.name}: {field.type}' for field in first.schema)}]"
        if self.request.show_data:
            rows = [list(row) for row in zip(*(column.to_pylist() for column in first.columns), strict=True)]
            count = first.num_rows if total is None else total
            return {"type": kind, "value": small_table(first.column_names, rows, count), "data": True}
        count_of_all = {} if total is None else {"value": f"{total} row" if total == 1 else f"{total} rows"}
        return {"type": kind, **count_of_all}

    def _publication_of_result(self) -> Publication | None:
        asked = wanted(self.request.publish, [self._result_name])
        return next((each for each in asked if each.name == self._result_name and each.path is not None), None)

    @property
    def _result_name(self) -> str:
        return result_name(self.request.publish, [each.creates for each in self.steps])

    def _place(self, statement: Statement) -> str:
        return f"{self.request.file}:{statement.line}"


class _Kept:
    """Rows that pass by, of which the first are kept, and all are counted."""

    def __init__(self, rows: Rows) -> None:
        self.schema = rows.schema
        self.total: int | None = None
        self._rows = rows
        self._first: pa.Table | None = None

    def batches(self) -> Iterator[pa.Table]:
        total = 0
        for batch in self._rows.batches():
            total += batch.num_rows
            if self._first is None:
                self._first = batch.slice(0, ROWS + 1)
            yield batch
        self.total = total

    def close(self) -> None:
        self._rows.close()

    def first(self) -> pa.Table:
        if self._first is None:
            next(iter(self.batches()), None)
        return self.schema.empty_table() if self._first is None else self._first


def _quoted(name: str) -> str:
    return ".".join(f"`{part.replace('`', '``')}`" for part in name.split("."))
