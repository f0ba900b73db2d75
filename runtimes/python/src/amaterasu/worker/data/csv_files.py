"""Files of CSV: the names in the first line, quotes doubled, nothing between two separators is null, `""` a text.

Those of datasets between actions are so, whoever writes them. Those of `datasets.yml` are what its options say.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.dataset as ds

from ..action import NotPublishable

HANDED_OVER = {"header": "true"}
"""The options of a dataset between actions."""


def csv_format(options: Mapping[str, str], schema: pa.Schema | None) -> ds.CsvFileFormat:
    """How to read such files; by a schema, where there is one, else in the types that the values look like."""
    header = options.get("header", "false") == "true"
    return ds.CsvFileFormat(
        parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter(options), newlines_in_values=True),
        read_options=pyarrow.csv.ReadOptions(autogenerate_column_names=not header),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )


def write_csv(table: pa.Table, file: str, options: Mapping[str, str]) -> None:
    if table.num_columns == 1 and table.column(0).null_count > 0:
        raise NotPublishable(
            f"the column {table.column_names[0]} is the only one and holds null, which CSV cannot tell from no row; "
            "publish it as parquet"
        )
    columns = [_written(column, field) for column, field in zip(table.columns, table.schema, strict=True)]
    header = options.get("header", "false") == "true"
    how = pyarrow.csv.WriteOptions(include_header=header, delimiter=_delimiter(options))
    pyarrow.csv.write_csv(pa.table(columns, names=table.column_names), file, how)


def _delimiter(options: Mapping[str, str]) -> str:
    return options.get("sep", options.get("delimiter", ","))


def _written(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    kind = field.type
    if pa.types.is_floating(kind):
        return _as_spark_writes(column)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_duration(kind) or pa.types.is_time(kind):
        raise NotPublishable(
            f"the column {field.name} is of the type {kind}, which CSV cannot hold; publish it as parquet"
        )
    return column


def _as_spark_writes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Spark takes only its own spelling of what is no number."""
    if not pc.any(pc.invert(pc.is_finite(column))).as_py():
        return column
    text = column.cast(pa.string())
    for arrow, spark in (("nan", "NaN"), ("-nan", "NaN"), ("inf", "Infinity"), ("-inf", "-Infinity")):
        text = pc.if_else(pc.equal(text, arrow), spark, text)
    return text
