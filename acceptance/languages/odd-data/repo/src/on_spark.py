import math
from datetime import date, datetime, timedelta
from decimal import Decimal

odd = AmaContext.get_dataframe("make", "odd")
empty = AmaContext.get_dataframe("make", "empty")
columnless = AmaContext.get_dataframe("make", "columnless")

spark.conf.set("spark.sql.session.timeZone", "UTC")
first, second, third = sorted(odd.drop("timestamp").collect(), key=lambda row: row.row)
assert (first["byte"], second["short"], first["integer"]) == (-128, 32767, -(2**31))
assert second["long beyond 2^53"] == 2**53 + 1
assert math.isnan(second["float"]) and math.isnan(first["NaN and infinity"])
assert str(second["double"]) == "-0.0"
assert first["decimal(38,18)"] == Decimal("12345678901234567890.123456789012345678")
assert second["string"] == "日本 \"q\" 🦊, 'a'\n\\" and second["binary"] == b"\x00\xff\n"
assert first["date"] == date(1582, 10, 4)
assert second["timestamp_ntz"] == datetime(1, 1, 1, microsecond=1)
assert first["interval day to second"] == -timedelta(days=1, hours=1, minutes=1, seconds=1, milliseconds=1)
assert first["array"] == [1, None, 3] and second["array"] == []
assert first["struct"].deep.n == [Decimal("1.500"), None] and second["struct"].x is None
assert first["map"] == {"k": 1.5, "ü l": None} and first["map of maps"] == {"a": {"b": 1}}
assert third.asDict() == {name: 2 if name == "row" else None for name in third.asDict()}
assert second["a.b \"c\" 'd' `e` ü 列"] == "quotes"
instants = odd.selectExpr("row", "unix_micros(timestamp)").sort("row").collect()
assert [each[1] for each in instants] == [-2717668561876544, -62135596800000000, None]
assert (empty.count(), len(empty.columns)) == (0, 30)
assert (columnless.count(), columnless.columns) == (3, [])
