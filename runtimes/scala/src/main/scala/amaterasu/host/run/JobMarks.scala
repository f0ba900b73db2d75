package amaterasu.host.run

import amaterasu.host.output.OutputRouter
import org.apache.spark.sql.SparkSession

/** How Spark's jobs are known to be an attempt's. */
object JobMarks {
  /** For the jobs that the calling thread starts from now on, in this session. */
  def set(session: SparkSession, attempt: String, action: String): Unit = {
    SparkSession.setActiveSession(session)
    session.sparkContext.setJobGroup(attempt, action, interruptOnCancel = true)
    session.sparkContext.setLocalProperty(OutputRouter.AttemptProperty, attempt)
  }
}
