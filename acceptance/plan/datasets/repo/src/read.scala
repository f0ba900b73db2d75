val limit = 10
val raw = spark.read.json(env.inputRootPath + "/orders")
val drawn = raw.sample(0.1)
val kept = raw.limit(limit)
val unused = raw.distinct()
