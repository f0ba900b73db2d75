package com.example

import org.apache.spark.sql.SparkSession

/** An ordinary Spark program, which knows nothing of Amaterasu but its tables. */
object Totals {
  def main(args: Array[String]): Unit = {
    println(args.mkString("args: ", " ", ""))
    val spark = SparkSession.builder().appName("totals").getOrCreate()
    println(s"the shared context: ${spark.sparkContext.applicationId == SparkSession.active.sparkContext.applicationId}")
    val totals = amaterasu.runtime.AmaContext.getDataFrame("orders", "orders").groupBy("country").sum("amount")
    totals.orderBy("country").collect().foreach(println)
  }
}
