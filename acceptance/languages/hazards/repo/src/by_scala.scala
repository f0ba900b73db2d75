val numbers = spark.range(-1, 2).toDF("n")
val shares = numbers.selectExpr(
  "1 / n AS share")
