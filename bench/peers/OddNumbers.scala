import org.apache.spark.sql.SparkSession

object OddNumbers {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().getOrCreate()
    import spark.implicits._
    val data = 1 to 1000
    val rdd = spark.sparkContext.parallelize(data)
    val odd = rdd.filter(n => n % 2 != 0).toDF("number")
    val even = rdd.filter(n => n % 2 == 0)
    val high = odd.where("number > 100")
    println(s"${even.count()} even numbers, ${high.count()} odd ones above 100")
    high.write.mode("overwrite").json(args(0) + "/high-odd-numbers")
    spark.stop()
  }
}
