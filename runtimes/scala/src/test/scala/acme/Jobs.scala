package acme

import amaterasu.runtime.{AmaContext, AmaJob}
import org.apache.spark.sql.SparkSession

object PlainMain {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().appName("own name").getOrCreate()
    val count = spark.range(3).count()
    println(s"${args.mkString(" ")} $count ${AmaContext.spark eq spark}")
    spark.stop()
  }
}

object ObjectJob extends AmaJob {
  override def run(context: AmaContext): Unit = context.register("numbers", context.spark.range(7).toDF())
}

class ClassJob extends AmaJob {
  override def run(context: AmaContext): Unit = println(s"class ${context.env.name}")
}

class NoJob

object FailingMain {
  def main(args: Array[String]): Unit = throw new IllegalStateException("on purpose")
}
