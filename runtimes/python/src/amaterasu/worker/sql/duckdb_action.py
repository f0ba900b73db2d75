"""An action in DuckDB: a file of SQL over the datasets that it reads, each a view `action.dataset`."""

from __future__ import annotations

import os
import warnings
from typing import Any

from ..action import Action, Fields, Step, Tell
from ..errors import ErrorReport, Report
from ..memory import Memory, Published
from ..request import Input, Publication, RunRequest
from .duckdb_source import SqlSource, SqlStatement, headline
from .result import result_name
from .small_table import ROWS, small_table
from .variables import parameters

INTERVALS = {
    "interval year": "to_months({})",
    "interval month": "to_months({})",
    **{f"interval {unit}": "to_microseconds({})" for unit in ("day", "hour", "minute", "second")},
}
"""How Spark's types of intervals begin, of which its files hold mere numbers, and what makes intervals of these."""


class DuckdbAction(Action):
    def __init__(self, request: RunRequest, tell: Tell, memory: Memory) -> None:
        super().__init__(request, tell)
        self._memory = memory
        self._source: SqlSource | None = None
        self._connection: Any = None
        self._created: dict[str, str] = {}
        self._result: tuple[Any, str] | None = None

    @property
    def steps(self) -> list[SqlStatement]:
        return self._source.statements if self._source else []

    def compile(self) -> None:
        request = self.request
        self._source = SqlSource(request.source(), request.file, request.first_line, request.env)

    def open(self) -> None:
        import duckdb

        offline = {"autoinstall_known_extensions": "false"} if os.environ.get("AMA_OFFLINE") == "1" else {}
        self._connection = duckdb.connect(config=offline)
        for dataset in self.request.inputs:
            self._register(dataset)

    def run(self, step: Step) -> Fields:
        assert isinstance(step, SqlStatement)
        place = f"{self.request.file}:{step.line}"
        if step.is_query:
            return self._query(step, place)
        self._connection.execute(step.text, self._bound(step))
        if step.created is None:
            return {}
        self._created[step.created] = place
        return {"name": step.created, "type": f"DataFrame {self._columns(step.created)}"}

    def names(self) -> list[str]:
        return [*self._created, *([self._result_name] if self._result else [])]

    def publish(self, publication: Publication) -> Fields | None:
        from ..data.publish import publish_file

        table, place = self._defined(publication.name)
        if table is None:
            return None
        if publication.path is None:
            self._memory.put(self.request.action, Published(publication.name, table))
            fields = {"name": publication.name, "kind": "dataframe", "as": "reference"}
        else:
            fields = publish_file(publication, table)
            file = Published(publication.name, None, publication.path, publication.format)
            self._memory.put(self.request.action, file)
        return {**fields, "definedAt": place}

    def close(self) -> None:
        if self._connection is not None:
            # A query whose wait was interrupted still runs, and closing would wait for it.
            self._connection.interrupt()
            self._connection.close()
        self._result = None

    def explain(self, report: Report, problem: BaseException, errors: ErrorReport) -> Report:
        import duckdb

        if not isinstance(problem, duckdb.Error) or "statement" not in report or self._source is None:
            return report
        statement = self._source.statements[report["statement"]]
        place = self._source.place(statement, str(problem))
        at = {"line": place[0], "column": place[1]} if place else {"line": statement.line}
        return {**report, **at, "message": headline(str(problem)), **_hopeless(problem)}

    def inspect(self) -> list[Fields]:
        return [{"name": name, "type": "DataFrame"} for name in self.names()]

    def _query(self, step: SqlStatement, place: str) -> Fields:
        """Runs a query to its end. The last one is kept, as it may be what the action is for."""
        reader = _batches(self._connection.execute(step.text, self._bound(step)))
        columns = ", ".join(f"{field.name}: {field.type}" for field in reader.schema)
        if step is self._last_query:
            table = reader.read_all()
            self._result = (table, place)
            count, first = table.num_rows, table.slice(0, ROWS)
        else:
            count, first = _count(reader)
        shown: Fields = {"type": f"DataFrame [{columns}]", "value": f"{count} {'row' if count == 1 else 'rows'}"}
        if self.request.show_data:
            rows = [list(row.values()) for row in first.to_pylist()]
            shown.update(value=small_table(reader.schema.names, rows, count), data=True)
        return {"name": self._result_name, **shown} if step is self._last_query else shown

    @property
    def _last_query(self) -> SqlStatement | None:
        return next((each for each in reversed(self.steps) if each.is_query), None)

    @property
    def _result_name(self) -> str:
        return result_name(self.request.publish, [each.created for each in self.steps])

    def _defined(self, name: str) -> tuple[Any, str]:
        created = next((each for each in self._created if each.lower() == name.lower()), None)
        if created is not None:
            rows = self._connection.execute(f"SELECT * FROM {_quoted(created)}")
            return _batches(rows).read_all(), self._created[created]
        return self._result if self._result and name == self._result_name else (None, "")

    def _columns(self, name: str) -> str:
        described = self._connection.execute(f"DESCRIBE {_quoted(name)}").fetchall()
        return f"[{', '.join(f'{row[0]}: {row[1].lower()}' for row in described)}]"

    def _bound(self, step: SqlStatement) -> dict[str, Any]:
        """The parameters that a statement takes; it must not be given others."""
        wanted = self._connection.extract_statements(step.text)[0].named_parameters
        return {name: value for name, value in parameters(self.request.env).items() if name in wanted}

    def _register(self, dataset: Input) -> None:
        """A view over the files of a dataset, which are read as far as a query needs them."""
        from ..data.files import dataset as in_files
        from ..data.files import local

        given = f"__{dataset.action}.{dataset.name}"
        source = _quoted(given)
        if dataset.path is None:
            self._connection.register(given, self._memory.get(dataset.action, dataset.name).value)
        elif dataset.format == "csv":
            # Its own reader guesses, and takes an empty text for null.
            self._connection.register(given, in_files(dataset.path, "csv", dataset.schema))
        else:
            path = local(dataset.path)
            files = f"{path}/**/*.{dataset.format}" if os.path.isdir(path) else path
            readers = {"parquet": "read_parquet", "json": "read_json"}
            source = f"{readers[dataset.format]}({_text(files)})"
        schema, view = _quoted(dataset.action), _quoted(dataset.name)
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._connection.execute(f"CREATE VIEW {schema}.{view} AS SELECT {_selected(dataset)} FROM {source}")


def _selected(dataset: Input) -> str:
    """The columns as what they are: files may show instants without their zone, and intervals as numbers."""
    if dataset.schema is None or dataset.format != "parquet" or dataset.path is None:
        return "*"
    columns = [(_quoted(field["name"]), str(field["type"])) for field in dataset.schema["fields"]]
    casts = [f"{cast.format(name)} AS {name}" for name, kind in columns if (cast := _cast(kind))]
    return f"* REPLACE ({', '.join(casts)})" if casts else "*"


def _cast(kind: str) -> str | None:
    if kind == "timestamp":
        return "make_timestamptz(epoch_us({}))"
    return next((cast for begins, cast in INTERVALS.items() if kind.startswith(begins)), None)


def _batches(result: Any) -> Any:
    """The rows as a reader of Arrow, by the name that the engine's version has for it."""
    with warnings.catch_warnings():
        # It recommends relations, whose errors don't say where in the statement they are.
        warnings.simplefilter("ignore", UserWarning)
        return result.to_arrow_reader() if hasattr(result, "to_arrow_reader") else result.fetch_record_batch()


def _count(reader: Any) -> tuple[int, Any]:
    """How many rows there are, and the first of them."""
    count, first = 0, reader.schema.empty_table()
    for batch in reader:
        if first.num_rows == 0:
            import pyarrow as pa

            first = pa.Table.from_batches([batch.slice(0, ROWS)])
        count += batch.num_rows
    return count, first


def _hopeless(problem: BaseException) -> Fields:
    names = ("ParserException", "BinderException", "CatalogException", "SyntaxException")
    return {"retryable": False} if type(problem).__name__ in names else {}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
