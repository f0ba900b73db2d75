import pandas as pd
from calendars import part_of_day
from pyspark.sql.functions import col, dayofweek, pandas_udf


@pandas_udf("string")
def part(hours: pd.Series) -> pd.Series:
    return hours.map(part_of_day)


flights = AmaContext.get_dataframe("read", "flights")
timed = flights.withColumn("part", part(col("departure").cast("timestamp_ntz").substr(12, 2).cast("int"))).withColumn(
    "weekend", dayofweek("departure").isin(1, 7)
)

timed.groupBy("part").avg("delay").orderBy("part").show()
