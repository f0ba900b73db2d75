"""What the leader asks to run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..environment import Env, Settings
from ..failure import Failure


class Input:
    """A dataset that an attempt reads."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.action: str = fields["action"]
        self.name: str = fields["name"]
        self.by_reference: bool = fields["as"] == "reference"
        self.path: str | None = fields.get("path")
        self.format: str = fields.get("format", "parquet")
        self.schema: Any = fields.get("schema")


class Publication:
    """A dataset that an attempt is to publish; the name `*` stands for all others that it has."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.name: str = fields["name"]
        self.policy: str = fields["policy"]
        self.optional: bool = fields.get("optional", False)
        self.path: str | None = fields.get("path")
        self.format: str = fields.get("format", "parquet")


class RunRequest:
    """The params of `run`. A `KeyError` or `TypeError` says that they are wrong."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.attempt: str = params["attempt"]
        self.action: str = params["action"]
        self.type: str = params["type"]
        self.file: str = params.get("file", self.action)
        self.source_root: str | None = params.get("sourceRoot")
        self.first_line: int = params.get("firstLine", 1)
        self.args: list[str] = params.get("args", [])
        self.env_vars: dict[str, str] = params.get("envVars", {})
        self.artifacts: str | None = params.get("artifacts")
        self.inputs = [Input(each) for each in params["inputs"]]
        self.publish = [Publication(each) for each in params["publish"]]
        self.failure = Failure(params["failure"]) if "failure" in params else None
        self.sources: list[dict[str, Any]] = params.get("sources", [])
        self.attach: dict[str, Any] = params.get("attach", {})
        self.conf: dict[str, str] = params.get("conf", {})
        self.shared_session: bool = params["options"]["session"] == "shared"
        self.show_data: bool = params["options"]["showData"]
        self._source: Mapping[str, str] = params["source"]
        self._env: Mapping[str, Any] = params["env"]
        if not isinstance(self._source, dict) or not isinstance(self._env, dict):
            raise TypeError("source and env are objects")
        self._read_env: Env | None = None

    def source(self) -> str:
        return text_of(self._source)

    def source_of(self, name: str) -> dict[str, Any]:
        """A source of the environment's `datasets.yml`; a `LookupError` names those that there are."""
        found = next((each for each in self.sources if each["name"] == name), None)
        if found is None:
            names = ", ".join(each["name"] for each in self.sources)
            has = f"it names {names}" if names else "it names none"
            raise LookupError(f"the environment's datasets.yml has no {name}: {has}")
        return found

    def settings_of(self, name: str) -> Settings:
        """All that `datasets.yml` says of a source."""
        source = self.source_of(name)
        return Settings(f"the environment's source {name}", source.get("keys", source))

    @property
    def env(self) -> Env:
        if self._read_env is None:
            self._read_env = Env(json.loads(text_of(self._env)) if "path" in self._env else self._env["inline"])
        return self._read_env


def text_of(inline_or_path: Mapping[str, str]) -> str:
    if "inline" in inline_or_path:
        return inline_or_path["inline"]
    with open(inline_or_path["path"], encoding="utf-8") as file:
        return file.read()


def wanted(publications: list[Publication], names: list[str]) -> list[Publication]:
    """What is to be published name by name: in the place of `*` comes every name that is not mentioned."""
    mentioned = {each.name for each in publications}
    found: list[Publication] = []
    for each in publications:
        if each.name != "*":
            found.append(each)
            continue
        others = [name for name in sorted(set(names)) if name not in mentioned]
        found += [_instead_of_all(each, name) for name in others]
    return found


def _instead_of_all(publication: Publication, name: str) -> Publication:
    from urllib.parse import quote

    # As the leader names the folders of the datasets that it knows.
    place = {"path": f"{publication.path}/{quote(name, safe='.-*_')}"} if publication.path else {}
    fields = {"name": name, "policy": publication.policy, "optional": True, "format": publication.format}
    return Publication({**fields, **place})
