"""What a running attempt gives to `AmaContext`, and so to the action's code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from ..environment import Env, Settings
from ..failure import Failure
from .action import Action, Step, Tell
from .errors import ErrorReport
from .request import RunRequest


class Facilities:
    """The `Running` of an attempt. `step` gives the statement that runs at the moment."""

    def __init__(
        self,
        request: RunRequest,
        action: Action,
        errors: ErrorReport,
        tell: Tell,
        step: Callable[[], Step | None],
    ) -> None:
        self._request = request
        self._action = action
        self._errors = errors
        self._tell = tell
        self._step = step
        self._files = 0

    @property
    def env(self) -> Env:
        return self._request.env

    @property
    def failure(self) -> Failure | None:
        return self._request.failure

    def spark(self) -> Any:
        return self._action.spark()

    def dataframe(self, action: str, name: str) -> Any:
        return self._action.dataframe(action, name)

    def rdd(self, action: str, name: str) -> Any:
        return self._action.rdd(action, name)

    def load(self, name: str) -> Any:
        return self._action.load(name)

    def source(self, name: str) -> Settings:
        return self._request.settings_of(name)

    def persist(self, name: str, data: Any, mode: str | None) -> None:
        self._action.persist(name, data, mode)

    def register(self, name: str, value: Any, defined_at: str | None) -> None:
        self._action.register(name, value, defined_at)

    def keep_file(self, name: str, suffix: str, mime: str, write: Callable[[str], None]) -> None:
        """Lets `write` make a file that is kept with the run, where there is a place for such."""
        folder = self._request.artifacts
        if folder is None:
            return
        self._files += 1
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"{name}-{self._files}{suffix}")
        write(path)
        step = self._step()
        made_by = {} if step is None else {"statement": step.index}
        self._tell(
            "artifact", name=os.path.basename(path), path=path, mime=mime, bytes=os.path.getsize(path), **made_by
        )

    def place(self) -> str | None:
        """`file:line` of the user's code that is running."""
        frame = sys._getframe(1)
        while frame is not None:
            file = self._errors.shown_file(frame.f_code.co_filename)
            if file:
                return f"{file}:{frame.f_lineno}"
            if frame.f_back is None:
                return None
            frame = frame.f_back
