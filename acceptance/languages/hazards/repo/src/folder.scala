spark.range(3).write.mode("overwrite").parquet(s"${env.outputRootPath}/numbers")
val numbers = spark.read.parquet(s"${env.outputRootPath}/numbers")
