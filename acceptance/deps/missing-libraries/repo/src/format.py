spark.readStream.format("kafka").option("subscribe", "x").load()
