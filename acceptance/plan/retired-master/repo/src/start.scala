val odd = spark.range(10).where("id % 2 = 1")
