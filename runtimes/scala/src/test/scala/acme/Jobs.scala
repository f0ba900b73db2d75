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

/** Finds a class of `src/lib` by the loader of its own class, as its linked code would. */
object SharedMain {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().getOrCreate()
    val inTask = spark.sparkContext.parallelize(Seq("task")).map(loud).collect().head
    println(s"${loud("driver")} $inTask")
  }

  def loud(text: String): String = {
    val words = getClass.getClassLoader.loadClass("acme.words.Words")
    words.getMethod("loud", classOf[String]).invoke(null, text).toString
  }
}
