from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pandas as pd

odd = AmaContext.get_dataframe("make", "odd")
empty = AmaContext.get_dataframe("make", "empty")
columnless = AmaContext.get_dataframe("make", "columnless")

kinds = {name: str(kind) for name, kind in odd.dtypes.items()}
assert [kinds[name] for name in ("boolean", "byte", "integer", "long")] == ["boolean", "Int8", "Int32", "Int64"]
assert [kinds[name] for name in ("float", "timestamp", "timestamp_ntz")] == ["Float32", "datetime64[us, UTC]", "datetime64[us]"]
first, second, third = (row for _, row in odd.sort_values("row").iterrows())
assert second["long beyond 2^53"] == 2**53 + 1
assert np.isnan(first["NaN and infinity"]) and third["NaN and infinity"] is pd.NA
assert str(second["double"]) == "-0.0"
assert first["decimal(38,18)"] == Decimal("12345678901234567890.123456789012345678")
assert second["string"] == "日本 \"q\" 🦊, 'a'\n\\" and second["binary"] == b"\x00\xff\n"
assert first["date"] == date(1582, 10, 4)
instant = datetime(1883, 11, 18, 12, 3, 58, 123456, timezone.utc)
assert first["timestamp"] == instant and second["timestamp"].year == 1
assert second["timestamp_ntz"] == datetime(1, 1, 1, microsecond=1)
assert first["interval day to second"] == -timedelta(days=1, hours=1, minutes=1, seconds=1, milliseconds=1)
assert first["array"] == [1, None, 3] and second["array"] == []
assert first["array of timestamps"] == [instant, None]
assert first["struct"] == {"x": 1, "y z": "a", "at": instant, "deep": {"n": [Decimal("1.500"), None]}}
assert first["map"] == {"k": 1.5, "ü l": None} and first["map by numbers"] == {1: "a", 2: None}
assert all(third.drop("row").isna())
assert second["a.b \"c\" 'd' `e` ü 列"] == "quotes"
assert empty.shape == (0, 30) and columnless.shape == (3, 0), (empty.shape, columnless.shape)
