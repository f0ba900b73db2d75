import os
import time
from pathlib import Path

from pyspark.sql.functions import lit

side = env.configuration["side"]
partitions = env.configuration["partitions"]
spark.conf.set("spark.sql.session.timeZone", env.configuration["zone"])
spark.conf.set("spark.sql.shuffle.partitions", partitions)
mine = spark.range(partitions).withColumn("side", lit(side))
mine.createOrReplaceTempView("mine")
spark.udf.register("whose", lambda: side)
os.environ["TZ"] = env.configuration["zone"]
time.tzset()

# Nobody goes on before all four are here.
meeting = Path("meeting")
meeting.mkdir(exist_ok=True)
(meeting / side).touch()
while len(os.listdir(meeting)) < 4:
    time.sleep(0.02)

for turn in range(1, 4):
    print(side, turn)
    time.sleep(0.05)
seen = spark.sql("SELECT first(side) || ' ' || whose() || ' ' || count(*) FROM mine GROUP BY side").first()[0]
clock = spark.sql("SELECT current_timezone() || ' ' || date_format(timestamp_seconds(0), 'HH:mm')").first()[0]
kept = spark.conf.get("spark.sql.shuffle.partitions")
views = ", ".join(table.name for table in spark.catalog.listTables())
print(f"{seen}; {clock}; {kept} partitions; views: {views}; the process: {time.strftime('%H:%M', time.localtime(0))}")
