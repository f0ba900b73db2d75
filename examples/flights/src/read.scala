// Both files as they are: every column a text, so that nothing is lost before it is looked at.
def csv(name: String): DataFrame = spark.read.option("header", "true").csv(s"${env.inputRootPath}/$name.csv")

val rawAirports = csv("airports")
val rawFlights = csv("flights")
