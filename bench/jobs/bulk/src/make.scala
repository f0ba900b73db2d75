val rows = spark.range(20000000L).select($"id", ($"id" % 1000).as("key"), (hash($"id") % 100000).as("value"))
rows.write.mode("overwrite").parquet(env.outputRootPath + "/rows")
val keys = spark.range(1000).select($"id".as("key"), concat(lit("name-"), $"id").as("name"))
