"""A dataset that is written as its rows come, so that it need not fit into memory."""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..action import Fields
from ..request import Publication
from .files import SPARK_METADATA, local, write
from .spark_schema import spark_schema, storable


class DatasetWriter:
    """Parquet is written at once; what is asked for in another format is gathered first."""

    def __init__(self, publication: Publication, schema: pa.Schema) -> None:
        assert publication.path is not None
        self.rows = 0
        self._publication = publication
        name = publication.name
        self._schema = pa.schema([pa.field(each.name, storable(each.type, f"{name}.{each.name}")) for each in schema])
        self._gathered: list[pa.Table] = []
        self._file: str | None = None
        self._writer: Any = None
        if publication.format == "parquet":
            self._begin(local(publication.path))

    def _begin(self, folder: str) -> None:
        if os.path.isdir(folder):
            shutil.rmtree(folder)
        os.makedirs(folder)
        self._file = os.path.join(folder, "part-00000.parquet")
        told = json.dumps(spark_schema(self._schema)).encode()
        # Spark keeps an interval as a plain number of microseconds, and knows by its own schema what it is.
        kinds = [each.with_type(pa.int64()) if pa.types.is_duration(each.type) else each for each in self._schema]
        self._writer = pq.ParquetWriter(self._file, pa.schema(kinds, {SPARK_METADATA: told}), store_schema=False)

    def write(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        stored = table.cast(self._schema, safe=False)
        if self._writer is None:
            self._gathered.append(stored)
        else:
            self._writer.write_table(stored.cast(self._writer.schema))

    def close(self) -> Fields:
        """Ends the dataset; returns what is told of it."""
        path, format = self._publication.path, self._publication.format
        assert path is not None
        if self._writer is None or self._file is None:
            size = write(pa.concat_tables([self._schema.empty_table(), *self._gathered]), path, format)
        else:
            self._writer.close()
            size = os.path.getsize(self._file)
        return {
            "name": self._publication.name,
            "kind": "dataframe",
            "as": "file",
            "path": path,
            "format": format,
            "schema": spark_schema(self._schema),
            "bytes": size,
        }

    def abandon(self) -> None:
        if self._writer is not None:
            self._writer.close()
