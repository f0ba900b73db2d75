"""An action in plain Python: statements, run one after another in a module of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from .. import context
from .action import Action, Fields, NotPublishable, Step, Tell
from .errors import ErrorReport, Report
from .memory import Memory, Published
from .request import Input, Publication, RunRequest
from .statements import Source, Statement
from .values import shown

INSPECTED = 1000
"""How many names `inspect` tells at most."""


class PythonAction(Action):
    def __init__(self, request: RunRequest, tell: Tell, memory: Memory) -> None:
        super().__init__(request, tell)
        self._memory = memory
        self._source: Source | None = None
        self._registered: dict[str, tuple[Any, str | None]] = {}
        self._defined_at: dict[str, str] = {}
        self._given: Mapping[str, Any] = {}

    @property
    def steps(self) -> list[Statement]:
        return self._source.statements if self._source else []

    def compile(self) -> None:
        text = self.request.source()
        self._source = Source(text, self.request.file, self.request.first_line)
        self._show_lines(text)

    def open(self) -> None:
        given = {"env": self.request.env, "AmaContext": context.AmaContext, "ama_context": context.ama_context}
        self._given = {**given, **self.given()}
        self.module.__dict__.update(self._given, __file__=self.path, __builtins__=sys.modules["builtins"])
        self.module.__doc__ = self._source.docstring if self._source else None

    def given(self) -> dict[str, Any]:
        """Further names that are there from the start."""
        return {}

    def run(self, step: Step) -> Fields:
        assert isinstance(step, Statement) and self._source
        names = self.module.__dict__
        value = eval(self._source.code(step), names)
        place = f"{self.request.file}:{step.line}"
        self._defined_at.update((name, place) for name in step.names)
        if step.shown is not None and step.shown in names:
            return {"name": step.shown, **shown(names[step.shown], self.request.show_data)}
        return {} if value is None or step.is_constant else shown(value, self.request.show_data)

    def names(self) -> list[str]:
        frames = [name for name, value in self._own().items() if self.is_dataset(value)]
        return [*self._registered, *frames]

    def is_dataset(self, value: Any) -> bool:
        """Whether a value is published where all datasets are asked for."""
        from .data.frames import is_frame

        return is_frame(value)

    def publish(self, publication: Publication) -> Fields | None:
        value, defined_at = self.defined(publication.name)
        if value is None:
            return None
        place = {"definedAt": defined_at} if defined_at else {}
        return {**self.publish_value(publication, value), **place}

    def publish_value(self, publication: Publication, value: Any) -> Fields:
        from .data.frames import is_publishable

        if publication.path is None:
            if not is_publishable(value):
                raise NotPublishable(f"{publication.name} is of the type {type(value).__name__}, and no dataset")
            self._memory.put(self.request.action, Published(publication.name, value))
            return {"name": publication.name, "kind": type(value).__name__, "as": "reference"}
        from .data.publish import publish_file

        fields = publish_file(publication, value)
        file = Published(publication.name, None, publication.path, publication.format)
        self._memory.put(self.request.action, file)
        return fields

    def defined(self, name: str) -> tuple[Any, str | None]:
        """The value of a name, and where it was defined; None where there is none."""
        return self._registered.get(name) or (self._own().get(name), self._defined_at.get(name))

    def defined_at(self, name: str) -> str | None:
        return self.defined(name)[1]

    def explain(self, report: Report, problem: BaseException, errors: ErrorReport) -> Report:
        from .slips import hint_for

        hint = hint_for(problem, self.module.__dict__, self.path)
        return {**report, "hint": hint} if hint else report

    def close(self) -> None:
        self.module.__dict__.clear()
        self._registered.clear()

    def inspect(self) -> list[Fields]:
        own = list(self._own().items())[:INSPECTED]
        return [{"name": name, **shown(value, False)} for name, value in own]

    def dataframe(self, action: str, name: str) -> Any:
        for each in self.request.inputs:
            if (each.action, each.name) == (action, name):
                return self._memory.get(action, name).value if each.by_reference else self._read(each)
        raise LookupError(self.unknown(action, name))

    def unknown(self, action: str, name: str) -> str:
        known = ", ".join(f"{each.action}.{each.name}" for each in self.request.inputs)
        return f"this action reads no dataset {action}.{name}; it reads {known or 'none'}"

    def load(self, name: str) -> Any:
        from .data.sources import Sources

        return Sources(self.request.source_of).load(name)

    def persist(self, name: str, data: Any, mode: str | None) -> None:
        from .data.sources import Sources

        Sources(self.request.source_of).persist(name, data, mode)

    def register(self, name: str, value: Any, defined_at: str | None) -> None:
        self._registered[name] = (value, defined_at)

    def _own(self) -> dict[str, Any]:
        """What the action's code has defined."""
        names = list(self.module.__dict__.items())
        return {
            name: value
            for name, value in names
            if not name.startswith("_")
            and not isinstance(value, ModuleType)
            and not (name in self._given and self._given[name] is value)
        }

    def _read(self, dataset: Input) -> Any:
        if dataset.path is None:
            raise LookupError(f"nobody says where {dataset.action}.{dataset.name} lies")
        from .data.files import read
        from .data.pandas_frame import to_pandas

        return to_pandas(read(dataset.path, dataset.format, dataset.schema))

    def _show_lines(self, text: str) -> None:
        """Lets tracebacks that the user's code prints show the lines of its source, which need not be a file here."""
        import linecache

        lines = [*[""] * (self.request.first_line - 1), *text.splitlines(keepends=True)]
        linecache.cache[self.request.file] = (len(text), None, lines, self.request.file)
