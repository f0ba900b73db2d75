package amaterasu.host.run

import org.apache.spark.{SparkConf, SparkContext}

/** The host's Spark context, which actions share: a `stop` of one of them must not take it from the others. */
final class HostContext(conf: SparkConf) extends SparkContext(conf) {
  @volatile private var ending = false

  def end(): Unit = {
    ending = true
    super.stop(0)
  }

  override def stop(exitCode: Int): Unit =
    if (ending) super.stop(exitCode)
    else System.err.println("The Spark session is shared by the job's actions; it is not stopped here.")
}
