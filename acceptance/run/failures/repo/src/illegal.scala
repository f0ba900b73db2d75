val lost = spark.range(1)
throw new IllegalStateException("not one of those that are tried again")
