import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions._

object Bulk {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().getOrCreate()
    import spark.implicits._
    val rows = spark.range(20000000L).select($"id", ($"id" % 1000).as("key"), (hash($"id") % 100000).as("value"))
    rows.write.mode("overwrite").parquet(args(0) + "/rows")
    val keys = spark.range(1000).select($"id".as("key"), concat(lit("name-"), $"id").as("name"))
    val joined = spark.read.parquet(args(0) + "/rows").join(keys, "key")
    val sums = joined.groupBy("name").agg(sum("value").as("total"), count("*").as("rows"))
    joined.where($"value" % 10 === 0).write.mode("overwrite").parquet(args(0) + "/tenth")
    sums.write.mode("overwrite").parquet(args(0) + "/sums")
    spark.stop()
  }
}
