"""Values that Hive tells as texts, as values of Arrow."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc


def values_of(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    """Texts as values of a type that is not nested."""
    if pa.types.is_timestamp(kind):
        return _instants(texts, kind) if kind.tz else _clock_readings(texts, kind)
    return texts.cast(kind)


def _clock_readings(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    # Nanoseconds are cut to Spark's microseconds.
    return pc.utf8_slice_codeunits(texts, 0, 26).cast(kind)


def _instants(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    return pa.array([None if each is None else _instant(each) for each in texts.to_pylist()], kind)


def _instant(text: str) -> datetime:
    """`2020-01-02 03:04:05.0 Europe/Amsterdam`"""
    day, clock, zone = text.split(" ", 2)
    seconds, _, fraction = clock.partition(".")
    read = datetime.fromisoformat(f"{day} {seconds}").replace(microsecond=int(fraction[:6].ljust(6, "0") or 0))
    return read.replace(tzinfo=timezone.utc if zone in ("UTC", "Etc/UTC", "Z") else ZoneInfo(zone))
