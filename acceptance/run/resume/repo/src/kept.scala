val d = spark.range(10).toDF("n")
