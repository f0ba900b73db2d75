package com.example

import amaterasu.runtime.{AmaContext, AmaJob}

case class Order(id: Long, country: String, amount: Double)

/** Registers a dataset for the actions behind it. */
object Orders extends AmaJob {
  override def run(context: AmaContext): Unit = {
    val spark = context.spark
    import spark.implicits._
    val country: String = context.env.configuration("country")
    val orders = spark.range(6).as[Long].map(id => Order(id, if (id % 2 == 0) country else "be", id * 1.5))
    context.register("orders", orders)
    println(s"${orders.count()} orders")
  }
}

class Broken extends AmaJob {
  override def run(context: AmaContext): Unit =
    throw new IllegalStateException(s"${context.getDataFrame("orders", "orders").count()} orders are too few")
}
