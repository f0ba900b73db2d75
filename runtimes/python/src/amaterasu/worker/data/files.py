"""Files of datasets, as tables of Arrow. A dataset is a folder of files, as Spark writes them, or one file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from .csv_files import HANDED_OVER, csv_format, write_csv
from .spark_schema import arrow_schema, spark_schema

SPARK_METADATA = b"org.apache.spark.sql.parquet.row.metadata"
"""Where Spark looks for its own schema in a file of Parquet."""

FORMATS = ("parquet", "orc", "csv", "json")


def read(path: str, format: str, schema: Any = None, options: Mapping[str, str] = HANDED_OVER) -> pa.Table:
    """The files at `path` as one table; in the types of Spark's `schema` where that is known."""
    table = dataset(path, format, schema, options).to_table()
    return table if schema is None else in_types_of(table, schema)


def dataset(path: str, format: str, schema: Any = None, options: Mapping[str, str] = HANDED_OVER) -> ds.Dataset:
    """The files at `path`, not read yet. A `ValueError` for what cannot be read here."""
    place = local(path)
    if not os.path.exists(place):
        raise FileNotFoundError(f"there is nothing at {path}")
    return ds.dataset(place, format=_format(format, schema, options), partitioning="hive")


def in_types_of(table: pa.Table, schema: Any) -> pa.Table:
    """The columns that Spark's schema names, in its types."""
    wanted = arrow_schema(schema)
    by_name = {name: table.column(index) for index, name in enumerate(table.schema.names)}
    columns = [_cast(by_name[field.name], field.type) for field in wanted]
    return pa.table(columns, schema=wanted) if columns else table.select([])


def write(table: pa.Table, path: str, format: str, options: Mapping[str, str] = HANDED_OVER) -> int:
    """Writes a table as a folder with one file, in the place of what was there; returns its size in bytes."""
    if not table.column_names:
        # No file holds rows without columns; whoever knows the dataset's schema passes this one over.
        table = pa.table({"no columns": pa.array([False] * table.num_rows, pa.bool_())})
    folder = local(path)
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.makedirs(folder)
    file = os.path.join(folder, f"part-00000.{format}")
    write_file(table, file, format, options)
    return os.path.getsize(file)


def write_file(table: pa.Table, file: str, format: str, options: Mapping[str, str]) -> None:
    if format == "parquet":
        _write_parquet(table, file)
    elif format == "orc":
        import pyarrow.orc

        pyarrow.orc.write_table(table, file)
    elif format == "csv":
        write_csv(table, file, options)
    elif format == "json":
        table.to_pandas().to_json(file, orient="records", lines=True, date_format="iso")
    else:
        raise ValueError(_unknown(format))


def local(path: str) -> str:
    """The path of a `file:` URI, or the path itself. A `ValueError` for other file systems."""
    uri = urlparse(path)
    if uri.scheme in ("", "file"):
        return unquote(uri.path) if uri.scheme else path
    raise ValueError(f"{path} lies in a file system that plain Python cannot reach here; an action on Spark can")


def _write_parquet(table: pa.Table, file: str) -> None:
    import json

    told = json.dumps(spark_schema(table.schema)).encode()
    # Spark keeps an interval as a plain number of microseconds, and knows by its own schema what it is.
    durations = [pa.field(each.name, pa.int64()) if pa.types.is_duration(each.type) else each for each in table.schema]
    stored = table.cast(pa.schema(durations, {SPARK_METADATA: told}))
    pq.write_table(stored, file, store_schema=False)


def _format(format: str, schema: Any, options: Mapping[str, str]) -> Any:
    if format == "parquet":
        # Spark may write instants in its old way, and those before 1678 or after 2262 don't fit into nanoseconds.
        return ds.ParquetFileFormat(coerce_int96_timestamp_unit="us")
    if format == "csv":
        return csv_format(options, None if schema is None else arrow_schema(schema))
    if format in FORMATS:
        return format
    raise ValueError(_unknown(format))


def _unknown(format: str) -> str:
    return f"files of the format {format} cannot be read or written here; {', '.join(FORMATS)} can"


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type == kind:
        return column
    if pa.types.is_timestamp(kind) and pa.types.is_timestamp(column.type) and kind.tz and not column.type.tz:
        # The old way of writing instants doesn't say that they are in UTC.
        return pc.assume_timezone(column.cast(pa.timestamp("us")), kind.tz)
    return column.cast(kind)
