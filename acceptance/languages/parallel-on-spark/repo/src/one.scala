import java.nio.file.{Files, Paths}
import org.apache.spark.sql.functions.lit

val side: String = env.configuration("side")
val partitions: Int = env.configuration("partitions")
spark.conf.set("spark.sql.session.timeZone", env.configuration("zone").toString)
spark.conf.set("spark.sql.shuffle.partitions", partitions.toString)
val mine = spark.range(partitions).withColumn("side", lit(side))
mine.createOrReplaceTempView("mine")
spark.udf.register("whose", () => env.configuration("side").toString)

// Nobody goes on before all four are here.
val meeting = Paths.get("meeting")
Files.createDirectories(meeting)
Files.createFile(meeting.resolve(side))
while (meeting.toFile.list().length < 4) Thread.sleep(20)

for (turn <- 1 to 3) { println(s"$side $turn"); Thread.sleep(50) }
val seen = spark.sql("SELECT first(side) || ' ' || whose() || ' ' || count(*) FROM mine GROUP BY side").first().getString(0)
val clock = spark.sql("SELECT current_timezone() || ' ' || date_format(timestamp_seconds(0), 'HH:mm')").first().getString(0)
val kept = spark.conf.get("spark.sql.shuffle.partitions")
println(s"$seen; $clock; $kept partitions; views: ${spark.catalog.listTables().collect().map(_.name).mkString(", ")}")
