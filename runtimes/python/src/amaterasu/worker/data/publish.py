"""Datasets that an action of plain Python publishes, as files."""

from __future__ import annotations

import json
from typing import Any

from ..action import Fields
from ..request import Publication
from .files import write
from .frames import table_of
from .spark_schema import spark_schema

MAX_SCHEMA_CHARS = 256 * 1024


def publish_file(publication: Publication, value: Any) -> Fields:
    """Writes a dataset where the leader wants it, and says what it is."""
    assert publication.path is not None
    table = table_of(value, publication.name)
    size = write(table, publication.path, publication.format)
    return {
        "name": publication.name,
        "kind": "dataframe",
        "as": "file",
        "path": publication.path,
        "format": publication.format,
        "bytes": size,
        **_told(spark_schema(table.schema)),
    }


def _told(schema: Fields) -> Fields:
    """A schema that would not fit into a line is left out; readers find it in the files."""
    return {"schema": schema} if len(json.dumps(schema)) < MAX_SCHEMA_CHARS else {}
