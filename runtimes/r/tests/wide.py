"""Datasets of every type: `write` makes them, `compare` tells how one read by R and published again differs.

python wide.py write <folder>                 prints Spark's schema, in JSON
python wide.py compare <folder> <folder>      prints what differs, a line each
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.dataset as ds

from amaterasu.worker.data.files import write
from amaterasu.worker.data.spark_schema import spark_schema

NAN = float("nan")
INSTANTS = [datetime(1899, 1, 1, 1, 2, 3, 456789, timezone.utc), None, datetime(2024, 7, 1, tzinfo=timezone.utc)]
CLOCKS = [datetime(1582, 10, 4, 23, 59, 59, 500000), None, datetime(2024, 3, 31, 2, 30)]


def wide() -> pa.Table:
    integers = pa.list_(pa.int32())
    record = pa.struct([("x", pa.int32()), ("y z", pa.string())])
    return pa.table(
        {
            "boolean": pa.array([True, None, False]),
            "byte": pa.array([1, None, -128], pa.int8()),
            "short": pa.array([1, None, -32768], pa.int16()),
            "integer": pa.array([1, None, 3], pa.int32()),
            "bounds": pa.array([-(2**31), 2**31 - 1, None], pa.int32()),
            "long": pa.array([2**53, None, -(2**53)], pa.int64()),
            "longer": pa.array([2**53 + 1, None, -(2**63)], pa.int64()),
            "float": pa.array([0.1, None, NAN], pa.float32()),
            "double": pa.array([0.1, None, NAN]),
            "string": pa.array(["a", None, '日本 "q" 🦊\n']),
            "decimal": pa.array([Decimal("1.10"), None, Decimal("-3.25")], pa.decimal128(10, 2)),
            "digits": pa.array([Decimal("12345678901234567890.123456789"), None, Decimal(1)], pa.decimal128(38, 9)),
            "date": pa.array([date(1582, 10, 4), None, date(2024, 2, 29)]),
            "timestamp": pa.array(INSTANTS, pa.timestamp("us", "UTC")),
            "timestamp_ntz": pa.array(CLOCKS, pa.timestamp("us")),
            "interval": pa.array([timedelta(days=1, microseconds=5), None, timedelta(0)], pa.duration("us")),
            "binary": pa.array([b"\x00\xff", None, b""], pa.binary()),
            "array": pa.array([[1, None], None, []], integers),
            "of one": pa.array([[1], [2], [3]], pa.list_(pa.int64())),
            "nested": pa.array([[["a"], []], None, [None]], pa.list_(pa.list_(pa.string()))),
            "struct": pa.array([{"x": 1, "y z": "t"}, None, {"x": None, "y z": None}], record),
            "structs": pa.array([[{"x": 1, "y z": None}], None, []], pa.list_(record)),
            "map": pa.array([[("k", 1.5), ("l", None)], None, []], pa.map_(pa.string(), pa.float64())),
            "of numbers": pa.array([[(1, "a"), (2, None)], None, []], pa.map_(pa.int32(), pa.string())),
            "of long numbers": pa.array([[(2**53 + 1, "a")], None, [(1, None)]], pa.map_(pa.int64(), pa.string())),
            "of structs": pa.array([[("k", {"x": 1, "y z": "t"})], [("l", None)], []], pa.map_(pa.string(), record)),
            "of NaN": pa.array([[NAN, None], [], None], pa.list_(pa.float64())),
            'a.b "c" ü 列': pa.array(["x", "y", None]),
            "nothing": pa.array([None, None, None], pa.string()),
        }
    )


def main(what: str, *folders: str) -> None:
    if what == "write":
        table = wide()
        write(table, f"{folders[0]}/wide", "parquet")
        write(table.slice(0, 0), f"{folders[0]}/empty", "parquet")
        write(pa.table({}), f"{folders[0]}/none", "parquet")
        far = [[datetime(1, 1, 1, microsecond=1)], [datetime(1, 1, 1)]]
        write(pa.table({"far": pa.array(far, pa.list_(pa.timestamp("us")))}), f"{folders[0]}/far", "parquet")
        print(json.dumps(spark_schema(table.schema)))
        return
    one, other = (ds.dataset(folder, format="parquet").to_table() for folder in folders)
    print("\n".join(differences(one, other)), end="")


def differences(one: pa.Table, other: pa.Table) -> list[str]:
    if one.column_names != other.column_names or one.num_rows != other.num_rows:
        return [f"{one.num_rows} rows of {one.column_names}, and {other.num_rows} rows of {other.column_names}"]
    return [
        f"{name}: {left.type} {left.to_pylist()}, and {right.type} {right.to_pylist()}"
        for name, left, right in zip(one.column_names, one.columns, other.columns, strict=True)
        if left.type != right.type or str(left.to_pylist()) != str(right.to_pylist())  # NaN is as good as NaN
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
