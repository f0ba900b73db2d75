package amaterasu.runtime

import org.apache.spark.sql.{DatasetHolder, Encoder, SQLImplicits, SparkSession}
import scala.language.implicitConversions

/**
 * What every Scala action sees without an import, besides the packages `org.apache.spark.sql` and its `functions`: the
 * implicits of `spark.implicits._`, and Spark's everyday types. The names that are values of the attempt itself
 * (`spark`, `env` …) are bound by the interpreter.
 */
object Prelude extends SQLImplicits {
  type SparkContext = org.apache.spark.SparkContext
  type RDD[T] = org.apache.spark.rdd.RDD[T]

  override protected def session: SparkSession = Attempt.current.context.spark

  override implicit def localSeqToDatasetHolder[T: Encoder](items: Seq[T]): DatasetHolder[T] =
    session.implicits.localSeqToDatasetHolder(items)

  override implicit def rddToDatasetHolder[T: Encoder](rdd: RDD[T]): DatasetHolder[T] =
    session.implicits.rddToDatasetHolder(rdd)
}
