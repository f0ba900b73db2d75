"""What an action knows of its environment. All of it can be pickled, and so be used in functions on executors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class MissingSetting(KeyError):
    """A key that the environment does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


class Settings(dict[str, Any]):
    """Keys to values, whose types are kept: `configuration["err-msg"]`, or `configuration.err_msg`.

    An attribute stands for the key of that name, or for the one that has `-` or `.` where it has `_`.
    """

    def __init__(self, what: str, values: Mapping[str, Any]) -> None:
        super().__init__((key, _settings(f"{what}.{key}", value)) for key, value in values.items())
        self._what = what

    def __missing__(self, key: str) -> Any:
        known = f"it has {', '.join(sorted(self))}" if self else "it has none"
        raise MissingSetting(f'{self._what} has no "{key}"; {known}')

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        for key in self:
            if key == name or key.replace("-", "_").replace(".", "_") == name:
                return self[key]
        try:
            return self.__missing__(name)
        except MissingSetting as problem:
            raise AttributeError(str(problem)) from None

    def __reduce__(self) -> tuple[type[Settings], tuple[str, dict[str, Any]]]:
        return Settings, (self._what, dict(self))


def _settings(what: str, value: Any) -> Any:
    if isinstance(value, dict):
        return Settings(what, value)
    return [_settings(what, each) for each in value] if isinstance(value, list) else value


class Env:
    """The environment in which an action runs."""

    name: str
    master: str
    input_root_path: str
    output_root_path: str
    working_dir: str
    configuration: Settings
    params: Settings

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.name = fields.get("name", "")
        self.master = fields.get("master", "")
        self.input_root_path = fields.get("inputRootPath", "")
        self.output_root_path = fields.get("outputRootPath", "")
        self.working_dir = fields.get("workingDir", "")
        self.configuration = Settings("the environment's configuration", fields.get("configuration", {}))
        self.params = Settings("params of maki.yml", fields.get("params", {}))

    @property
    def inputRootPath(self) -> str:
        return self.input_root_path

    @property
    def outputRootPath(self) -> str:
        return self.output_root_path

    @property
    def workingDir(self) -> str:
        return self.working_dir

    def __repr__(self) -> str:
        # No values of the configuration: they may be secrets.
        return f"Env(name={self.name!r}, master={self.master!r})"
