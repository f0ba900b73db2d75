val joined = spark.read.parquet(env.outputRootPath + "/rows").join(AmaContext.getDataFrame("make", "keys"), "key")
val sums = joined.groupBy("name").agg(sum("value").as("total"), count("*").as("rows"))
joined.where($"value" % 10 === 0).write.mode("overwrite").parquet(env.outputRootPath + "/tenth")
sums.write.mode("overwrite").parquet(env.outputRootPath + "/sums")
