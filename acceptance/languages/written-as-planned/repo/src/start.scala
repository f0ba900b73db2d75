import org.apache.spark.sql.functions._
val odd = spark.range(100).withColumn("square", $"id" * $"id")
val unread = odd.filter("id > 50")
val twice = odd.filter("id < 50")
val random = odd.withColumn("number", rand())
