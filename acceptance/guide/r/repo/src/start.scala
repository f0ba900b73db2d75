val odd = spark.range(1, 10, 2).toDF("number")
