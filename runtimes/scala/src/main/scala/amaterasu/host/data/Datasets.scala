package amaterasu.host.data

import java.util.concurrent.ConcurrentHashMap
import org.apache.spark.QueryContext
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.Dataset
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan
import org.apache.spark.sql.classic.SessionDatasets
import org.apache.spark.storage.StorageLevel
import scala.jdk.CollectionConverters._

/** A dataset that an action has published. `definedAt` is the `file:line` of the statement that defined it. */
final case class PublishedDataset(value: AnyRef, staticType: String, definedAt: Option[String]) {
  /** Whether an expression of its plan stands at this place. */
  def holds(place: QueryContext): Boolean =
    plan.exists(_.exists(_.expressions.exists(_.exists(_.origin.context == place))))

  /** That of a dataset is smaller than those of what is made from it. */
  def planSize: Int = plan.fold(0)(_.collect { case node => node }.length)

  private def plan: Option[LogicalPlan] = value match {
    case data: Dataset[_] => Some(SessionDatasets.analyzed(data))
    case _ => None
  }
}

/** The datasets of this host that may be read by reference, by action and name. */
final class Datasets {
  private val published = new ConcurrentHashMap[(String, String), PublishedDataset]

  def put(action: String, name: String, dataset: PublishedDataset): Unit = published.put((action, name), dataset)
  def get(action: String, name: String): Option[PublishedDataset] = Option(published.get((action, name)))

  def all: Seq[PublishedDataset] = published.values.asScala.toSeq

  def namesOf(action: String): Seq[String] =
    published.keys.asScala.collect { case (`action`, name) => name }.toSeq.sorted

  /** Forgets a dataset that has no reader left, and what was cached of it. */
  def release(action: String, name: String): Unit = Option(published.remove((action, name))).foreach { dataset =>
    dataset.value match {
      case data: Dataset[_] => data.unpersist()
      case rdd: RDD[_] if rdd.getStorageLevel != StorageLevel.NONE => rdd.unpersist()
      case _ => ()
    }
  }
}

object Datasets {
  /** What kind of dataset a value is, or none. */
  def kind(value: Any): Option[String] = value match {
    case data: Dataset[_] =>
      Some(if (data.encoder.clsTag.runtimeClass == classOf[org.apache.spark.sql.Row]) "dataframe" else "dataset")
    case _: RDD[_] => Some("rdd")
    case _ => None
  }

  def rebind(data: Dataset[_], session: org.apache.spark.sql.SparkSession): org.apache.spark.sql.DataFrame =
    SessionDatasets.rebind(data, session)
}
