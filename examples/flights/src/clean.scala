case class Airport(code: String, name: String, city: String, state: String, latitude: Double, longitude: Double)

// A few airports lie abroad, and some have no state.
val airports = AmaContext.getDataFrame("read", "rawAirports")
  .where($"country" === "USA" && $"state".isNotNull && $"state" =!= "NA")
  .select(
    $"iata".as("code"),
    trim($"name").as("name"),
    trim($"city").as("city"),
    $"state",
    $"latitude".cast("double"),
    $"longitude".cast("double"),
  )
  .as[Airport]

val flights = AmaContext.getDataFrame("read", "rawFlights")
  .select($"origin", $"destination", $"count".cast("int").as("flights"))
  .where($"origin" =!= $"destination" && $"flights" > 0)

println(s"${airports.count()} airports, ${flights.count()} connections")
