"""The sources and targets of the environment's `datasets.yml`, for plain Python."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from .files import FORMATS, local, read, write, write_file
from .frames import table_of
from .pandas_frame import to_pandas


class Sources:
    """Those of one request, in which `find` looks them up by name."""

    def __init__(self, find: Callable[[str], dict[str, Any]]) -> None:
        self._find = find

    def load(self, name: str) -> Any:
        """A source as a pandas DataFrame."""
        source = self._file(name)
        return to_pandas(read(source["uri"], _format(source), options=source.get("options", {})))

    def persist(self, name: str, data: Any, mode: str | None) -> None:
        """Writes a frame to a target, as its `mode` has it, or as `mode` says here."""
        source = self._file(name)
        table, format, options = table_of(data, name), _format(source), source.get("options", {})
        mode = mode or source.get("mode", "error")
        folder = local(source["uri"])
        if source.get("partitionBy"):
            self._parted(table, folder, format, source["partitionBy"], mode)
        elif mode == "append" and os.path.isdir(folder):
            write_file(table, os.path.join(folder, f"part-{_next_part(folder):05}.{format}"), format, options)
        elif mode == "error" and os.path.exists(folder):
            raise FileExistsError(
                f"{name} is not written, as there is something at {source['uri']} and its mode is error"
            )
        else:
            write(table, source["uri"], format, options)

    def _parted(self, table: Any, folder: str, format: str, columns: list[str], mode: str) -> None:
        import pyarrow.dataset as ds

        behaviours = {"overwrite-partitions": "delete_matching", "append": "overwrite_or_ignore", "error": "error"}
        if mode == "overwrite" and os.path.isdir(folder):
            import shutil

            shutil.rmtree(folder)
        parts = ds.partitioning(table.select(columns).schema, flavor="hive")
        names = f"part-{_next_part(folder):05}-{{i}}.{format}"
        ds.write_dataset(
            table, folder, format=format, partitioning=parts, basename_template=names,
            existing_data_behavior=behaviours.get(mode, "overwrite_or_ignore"),
        )  # fmt: skip

    def _file(self, name: str) -> dict[str, Any]:
        source = self._find(name)
        if "uri" not in source:
            raise ValueError(f"{name} in datasets.yml is no file, and plain Python reads and writes only files")
        return source


def _format(source: dict[str, Any]) -> str:
    format: str = source.get("format", "parquet")
    if format not in FORMATS:
        raise ValueError(f"{source['name']} has the format {format}; plain Python knows {', '.join(FORMATS)}")
    return format


def _next_part(folder: str) -> int:
    """A number that no file in the folder, at any depth, has."""
    names = [name for _, _, files in os.walk(folder) for name in files]
    numbers = [int(name[5:10]) for name in names if name.startswith("part-") and name[5:10].isdigit()]
    return max(numbers, default=-1) + 1
