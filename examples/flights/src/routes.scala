if (env.configuration("airport-feed") == "broken") {
  throw new java.io.IOException("the airport feed does not answer (this environment makes it fail)")
}

/** Kilometres between two places on a sphere of the Earth's mean radius: the haversine formula. */
def kilometres(fromLatitude: Column, fromLongitude: Column, toLatitude: Column, toLongitude: Column): Column = {
  val a = pow(sin(radians(toLatitude - fromLatitude) / 2), 2) +
    cos(radians(fromLatitude)) * cos(radians(toLatitude)) * pow(sin(radians(toLongitude - fromLongitude) / 2), 2)
  asin(sqrt(a)) * 2 * 6371
}

val airports = AmaContext.getDataFrame("clean", "airports")
val origins = airports.toDF(airports.columns.map("origin_" + _): _*)
val destinations = airports.toDF(airports.columns.map("destination_" + _): _*)

val routes = AmaContext.getDataFrame("clean", "flights")
  .join(origins, $"origin" === $"origin_code")
  .join(destinations, $"destination" === $"destination_code")
  .withColumn("km", round(
    kilometres($"origin_latitude", $"origin_longitude", $"destination_latitude", $"destination_longitude")))
