package amaterasu.host.workers

import amaterasu.host.protocol.Json
import amaterasu.host.run.{HostSession, JobMarks}
import amaterasu.runtime.Attempt
import org.apache.spark.api.java.{JavaRDDLike, JavaSparkContext}
import org.apache.spark.sql.classic.SessionDatasets
import org.apache.spark.sql.{DataFrame, SparkSession}

/**
 * What a worker finds behind its gateway. It always speaks for the attempt that runs in that worker. Public classes and
 * Java's types only, since py4j calls it by reflection.
 */
final class EntryPoint(base: HostSession, present: () => Option[WorkerAction]) {
  def jsc(): JavaSparkContext = JavaSparkContext.fromSparkContext(base.get().sparkContext)

  /** The session that those of the attempts are made from. */
  def baseSession(): SparkSession = base.get()

  /** The attempt's own session, with the calling thread marked as the attempt's. */
  def session(): SparkSession = {
    mark()
    attempt.session
  }

  /** Makes the calling thread the attempt's: its session is the active one, and its jobs bear the attempt's marks. */
  def mark(): Unit = present().foreach(action => JobMarks.set(action.attempt.session, action.id, action.name))

  /** Whether streaming queries of the attempt are active. */
  def isStreaming(): Boolean = SessionDatasets.isStreaming(attempt.session)

  def dataFrame(action: String, name: String): DataFrame = attempt.dataFrame(action, name)
  def knows(action: String, name: String): Boolean = attempt.knows(action, name)
  def load(name: String): DataFrame = attempt.load(name)
  def persist(name: String, data: DataFrame): Unit = attempt.persist(name, data)
  def register(name: String, value: AnyRef): Unit = attempt.register(name, EntryPoint.inScala(value))

  /** Hands a dataset over that the action is to publish. */
  def publish(name: String, value: AnyRef): Unit = action.handOver(name, EntryPoint.inScala(value))

  /** An exception as the protocol's `error`, in JSON: with its types, the place of its definition, and a hint. */
  def explain(problem: Throwable): String = Json.write(action.explain(problem))

  private def attempt: Attempt = action.attempt

  private def action: WorkerAction =
    present().getOrElse(throw new IllegalStateException("no action is running in this worker"))
}

private object EntryPoint {
  def inScala(value: AnyRef): AnyRef = value match {
    case rdd: JavaRDDLike[_, _] => rdd.rdd
    case other => other
  }
}
