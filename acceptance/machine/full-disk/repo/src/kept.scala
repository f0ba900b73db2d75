val numbers = spark.range(5).toDF("n")
