package amaterasu.host.run

import amaterasu.host.data.{Datasets, PublishedDataset, Publisher}
import org.apache.spark.sql.SparkSession
import scala.collection.immutable.VectorMap
import scala.util.control.NonFatal

/**
 * Publishes what an attempt that has succeeded is asked for. `names` are those that it has defined, and `dataset` has
 * their values; `report` makes an error's report.
 */
final class Publishing(
    request: RunRequest,
    shared: Shared,
    names: Set[String],
    dataset: String => Option[PublishedDataset],
    report: Throwable => ErrorReport.Report
) {
  private type Published = (String, PublishedDataset, VectorMap[String, Any])

  /** Nothing is visible to other actions before everything has been published. */
  def perform(session: SparkSession, isCancelled: () => Boolean): Option[ErrorReport.Report] = {
    val found = Wanted.of(request.publish, names).map(one => one -> find(one))
    found.collectFirst { case (one, None) if !one.optional => undefined(one) }.orElse {
      val publisher = new Publisher(session)
      val outcomes = found.to(LazyList).collect { case (one, Some(defined)) => publish(publisher, one, defined) }
      val (made, rest) = outcomes.span(_.isRight)
      val failed = rest.headOption.flatMap(_.left.toOption)
      if (failed.isEmpty && !isCancelled()) made.foreach(_.foreach(tell))
      failed
    }
  }

  private def find(one: Publication): Option[PublishedDataset] = {
    val found = if (!one.optional || names(one.name)) dataset(one.name) else None
    found.filter(it => !one.optional || Datasets.kind(it.value).isDefined)
  }

  private def publish(publisher: Publisher, one: Publication, dataset: PublishedDataset): Either[ErrorReport.Report, Published] =
    try {
      val (published, fields) = publisher.publish(one, dataset)
      Right((one.name, published, fields))
    } catch { case NonFatal(problem) => Left(unpublished(one, dataset, report(problem))) }

  private def tell(published: Published): Unit = {
    val (name, dataset, fields) = published
    shared.datasets.put(request.action, name, dataset)
    shared.outbox.tell("published", request.attempt, fields.toSeq: _*)
  }

  /** What Spark says names no dataset, and it says it at no line; the one where the dataset was defined is shown. */
  private def unpublished(one: Publication, dataset: PublishedDataset, error: ErrorReport.Report): ErrorReport.Report = {
    def lacks(key: String) = error.get(key).forall(_ == None)
    val line = dataset.definedAt.collect { case Publishing.Place(file, line) if error.get("file").contains(Some(file)) => line.toLong }
    val how = if (one.policy == "file") s"written as ${one.format.getOrElse("parquet")}" else "published"
    error ++ Option.when(lacks("line"))("line" -> line) ++
      Option.when(lacks("hint"))("hint" -> s"this happened as the dataset ${one.name} was $how for other actions")
  }

  private def undefined(wanted: Publication): ErrorReport.Report =
    ErrorReport.simple("ama.NotDefined", s"the action is to publish ${wanted.name}, but has not defined it", "publish")
      .updated("file", request.file).updated("retryable", false)
}

object Publishing {
  /** `start.scala:3`. */
  private val Place = """(.+):(\d+)""".r
}
