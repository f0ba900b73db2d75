ticks = spark.readStream.format("rate").option("rowsPerSecond", 10).load()


def seen(batch, number):
    if number == 2:
        open("running", "w").close()


ticks.writeStream.queryName("ticks").foreachBatch(seen).start()
print("the last statement has ended")
