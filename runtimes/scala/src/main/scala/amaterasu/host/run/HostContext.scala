package amaterasu.host.run

import org.apache.spark.{LocalFolders, SparkConf, SparkContext}

/** The host's Spark context, which actions share: a `stop` of one of them must not take it from the others. */
final class HostContext(conf: SparkConf) extends SparkContext(conf) {
  @volatile private var ending = false

  /** Where nobody else is to hear of the end, its folders are deleted and the rest is left to the end of the process. */
  def end(): Unit =
    if (isPrivate) LocalFolders.delete()
    else {
      ending = true
      super.stop(0)
    }

  private def isPrivate: Boolean =
    HostSession.isOneProcess(master) && !getConf.getBoolean("spark.eventLog.enabled", defaultValue = false) &&
      getConf.get("spark.sql.catalogImplementation", "in-memory") == "in-memory" &&
      !getConf.getAll.exists { case (key, _) => HostContext.Listening.exists(prefix => key.startsWith(prefix)) }

  override def stop(exitCode: Int): Unit =
    if (ending) super.stop(exitCode)
    else System.err.println("The Spark session is shared by the job's actions; it is not stopped here.")
}

object HostContext {
  /** With these, code that is not ours waits for the end of the context. */
  private val Listening =
    List("spark.extraListeners", "spark.plugins", "spark.metrics.", "spark.sql.queryExecutionListeners")
}
