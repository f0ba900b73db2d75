package amaterasu.host.data

import amaterasu.host.protocol.Json
import amaterasu.host.run.Publication
import org.apache.hadoop.fs.Path
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{DataFrame, Dataset, SparkSession}
import org.apache.spark.storage.StorageLevel
import scala.collection.immutable.VectorMap

/** Does with a dataset what its policy says, and describes it as the protocol's `published` does. */
final class Publisher(session: SparkSession) {
  private type Fields = VectorMap[String, Any]

  /** The dataset that readers get, and the fields of the message. */
  def publish(wanted: Publication, dataset: PublishedDataset): (PublishedDataset, Fields) = {
    val kind = Datasets.kind(dataset.value).getOrElse {
      val what = if (dataset.value == null) "null" else s"of type ${TypeName.short(dataset.staticType)}"
      throw new IllegalArgumentException(
        s"${wanted.name} is $what; only a DataFrame, Dataset or RDD can be published")
    }
    val policy = policyFor(wanted, dataset)
    val base = VectorMap[String, Any](
      "name" -> wanted.name, "kind" -> kind, "as" -> policy, "definedAt" -> dataset.definedAt)
    val (value, more) = (policy, dataset.value) match {
      case ("cache", value) => cache(value); (value, Nil)
      case ("checkpoint", value) => checkpoint(wanted, value)
      case ("file", value) => (value, write(wanted, frame(value, dataset.staticType)))
      case (_, value) => (value, Nil)
    }
    (dataset.copy(value = value), base ++ schema(value) ++ more)
  }

  /** What nobody is known to read is no reason to fail: an RDD that no file can hold stays an object of this host. */
  private def policyFor(wanted: Publication, dataset: PublishedDataset): String = dataset.value match {
    case rdd: RDD[_] if wanted.optional && wanted.policy == "file" =>
      try { frame(rdd, dataset.staticType); wanted.policy }
      catch { case _: RddFrame.NoColumns => "reference" }
    case _ => wanted.policy
  }

  private def cache(value: AnyRef): Unit = value match {
    case data: Dataset[_] => data.persist()
    case rdd: RDD[_] if rdd.getStorageLevel == StorageLevel.NONE => rdd.persist()
    case _ => ()
  }

  /** With a path the data is written there and read back; without one Spark keeps it on the executors. */
  private def checkpoint(wanted: Publication, value: AnyRef): (AnyRef, Seq[(String, Any)]) =
    (value, wanted.path) match {
      case (data: Dataset[_], Some(path)) =>
        val written = write(wanted, data.toDF())
        (HandOver.read(session, format(wanted), Some(data.schema.json), path), written)
      case (data: Dataset[_], None) => (data.localCheckpoint(), Nil)
      case (rdd: RDD[_], _) =>
        rdd.localCheckpoint()
        rdd.count()
        (rdd, Nil)
      case (other, _) => (other, Nil)
    }

  private def frame(value: AnyRef, staticType: String): DataFrame = value match {
    case data: Dataset[_] => data.toDF()
    case rdd: RDD[_] => RddFrame.of(rdd, staticType, session)
    case other => throw new IllegalArgumentException(s"${other.getClass.getName} is no dataset")
  }

  private def write(wanted: Publication, data: DataFrame): Seq[(String, Any)] = {
    val path = wanted.path.getOrElse(throw new IllegalArgumentException(s"no path was given for ${wanted.name}"))
    HandOver.write(data, format(wanted), path)
    Seq("path" -> path, "format" -> format(wanted), "bytes" -> size(path), "schema" -> Json.parse(data.schema.json))
  }

  private def format(wanted: Publication): String = wanted.format.getOrElse("parquet")

  private def size(path: String): Option[Long] = {
    val file = new Path(path)
    val system = file.getFileSystem(session.sparkContext.hadoopConfiguration)
    if (system.exists(file)) Some(system.getContentSummary(file).getLength) else None
  }

  private def schema(value: AnyRef): Option[(String, Any)] = value match {
    case data: Dataset[_] => Some("schema" -> Json.parse(data.schema.json))
    case _ => None
  }
}
