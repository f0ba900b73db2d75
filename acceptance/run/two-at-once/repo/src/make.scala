val factor: Int = env.params("factor")
val numbers = spark.range(5).selectExpr(s"id * $factor AS n")
