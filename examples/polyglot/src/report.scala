val late = AmaContext.getDataFrame("outliers", "late")
val archive = AmaContext.getDataFrame("archive", "archive")

late.select($"origin_city", $"destination_city", $"part", $"weekend",
    round($"mean_delay", 1).as("mean_delay"), round($"expected", 1).as("expected"))
  .orderBy($"residual".desc)
  .show(truncate = false)
archive.show()
late.write.mode("overwrite").json(s"${env.outputRootPath}/late")
