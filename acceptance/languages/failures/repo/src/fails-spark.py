df = spark.range(3)

df.select("nothing").show()
