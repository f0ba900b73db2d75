"""Tables for R: files, and Arrow's tables, as dicts of columns."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from amaterasu.worker.data.files import read, write
from amaterasu.worker.data.spark_schema import arrow_schema, spark_schema, storable, without_columns

from . import from_r, to_r

Frame = dict[str, Any]
"""`names`, `columns`, `rows`, and `schema`: Spark's schema, which R keeps as a hint for the way back. To R `remarks` go
as well: names of columns, each with what it is that R cannot hold of it."""


def read_frame(path: str, format: str, schema: str | None) -> Frame:
    """A dataset's files; `schema` is that of Spark, in JSON."""
    return to_frame(read(path, format, None if schema is None else json.loads(schema)))


def to_frame(table: pa.Table) -> Frame:
    kinds = pa.schema([pa.field(each.name, storable(each.type, each.name)) for each in table.schema])
    columns = [to_r.column(each) for each in table.columns]
    return {
        "names": list(table.column_names),
        "columns": columns,
        "remarks": [
            [name, each]
            for name, column in zip(table.column_names, columns, strict=True)
            for each in to_r.remarks(column)
        ],
        "rows": table.num_rows,
        "schema": json.dumps(spark_schema(kinds)),
    }


def to_table(frame: Frame) -> pa.Table:
    hints = (
        {}
        if frame.get("schema") is None
        else {each.name: each.type for each in arrow_schema(json.loads(frame["schema"]))}
    )
    names = [str(each) for each in frame["names"]]
    if not names:
        return without_columns(int(frame["rows"]))
    arrays = [from_r.column(node, hints.get(name)) for name, node in zip(names, frame["columns"], strict=True)]
    kinds = [storable(each.type, name) for name, each in zip(names, arrays, strict=True)]
    fields = [pa.field(name, kind) for name, kind in zip(names, kinds, strict=True)]
    return pa.table([each.cast(kind) for each, kind in zip(arrays, kinds, strict=True)], schema=pa.schema(fields))


def write_frame(frame: Frame, path: str, format: str) -> str:
    """Writes it as a dataset's files; returns `schema` and `bytes` in JSON."""
    table = to_table(frame)
    return json.dumps({"schema": spark_schema(table.schema), "bytes": write(table, path, format)})
