val routes = AmaContext.getDataFrame("routes", "routes")
val top: Int = env.params("top")

val hubs = routes
  .groupBy($"origin".as("airport"), $"origin_city".as("city"), $"origin_state".as("state"))
  .agg(sum("flights").as("flights"), countDistinct("destination").as("destinations"), round(avg("km")).as("average_km"))
  .orderBy($"flights".desc)
  .limit(top)

val states = routes
  .groupBy($"origin_state".as("state"))
  .agg(sum("flights").as("departures"), sum($"flights" * $"km").as("kilometres_flown"))
  .orderBy($"departures".desc)

hubs.show(top, truncate = false)

hubs.coalesce(1).write.mode("overwrite").option("header", "true").csv(s"${env.outputRootPath}/hubs")
states.write.mode("overwrite").parquet(s"${env.outputRootPath}/states")
