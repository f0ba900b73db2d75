val odd = spark.range(10).toDF("number").where("number % 2 = 1")
