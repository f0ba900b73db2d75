val highNoDf = spark.range(3).toDF("number")
