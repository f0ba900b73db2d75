// Flights of the United States from January to June 2001, and the airports that they connect.
val airports = spark.read.option("header", "true").csv(s"${env.inputRootPath}/airports.csv")
  .select($"iata".as("code"), $"city", $"state")

val flights = spark.read.parquet(s"${env.inputRootPath}/flights-3m.parquet")
  .where($"delay".isNotNull && $"distance" > 0)
  .select($"origin", $"destination", $"delay", $"distance", $"date".as("departure"))
