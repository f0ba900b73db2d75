"""Datasets that this process has published."""

from __future__ import annotations

from typing import Any


class Published:
    """A dataset that lies at `path`, or, where there is none, the value itself."""

    def __init__(self, name: str, value: Any = None, path: str | None = None, format: str = "parquet") -> None:
        self.name, self.value, self.path, self.format = name, value, path, format


class Memory:
    """Datasets by action and name, until they are released."""

    def __init__(self) -> None:
        self._published: dict[tuple[str, str], Published] = {}

    def put(self, action: str, published: Published) -> None:
        self._published[action, published.name] = published

    def get(self, action: str, name: str) -> Published:
        """A `LookupError` where there is none."""
        if (action, name) not in self._published:
            raise LookupError(f"there is no dataset {action}.{name} in this process")
        return self._published[action, name]

    def release(self, action: str, name: str) -> None:
        self._published.pop((action, name), None)
