Seq((1, "nl"), (2, "be")).toDF("customer", "country").write.parquet(s"${env.inputRootPath}/customers")
val orders = Seq((1, "2026-01-01", 10), (1, "2026-01-02", 20), (2, "2026-01-03", 30), (2, "2026-01-04", 40))
  .toDF("customer", "day", "amount").withColumn("day", to_date($"day"))
