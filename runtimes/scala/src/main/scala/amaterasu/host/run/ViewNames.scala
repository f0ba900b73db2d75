package amaterasu.host.run

import java.util.concurrent.ConcurrentHashMap
import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.classic.SessionDatasets

/** Which action has made which temporary view, to explain why another one does not see it. */
final class ViewNames {
  private val owners = new ConcurrentHashMap[String, String]

  def note(action: String, session: SparkSession): Unit =
    SessionDatasets.temporaryViews(session).foreach(view => owners.put(view.toLowerCase, action))

  /** A hint, where the problem is a view of another action's session. */
  def explain(problem: Throwable, action: String): Option[String] = problem match {
    case spark: org.apache.spark.SparkThrowable if spark.getCondition == "TABLE_OR_VIEW_NOT_FOUND" =>
      val name = Option(spark.getMessageParameters.get("relationName")).getOrElse("").replace("`", "")
      Option(owners.get(name.toLowerCase)).filter(_ != action).map(owner =>
        s"$owner has a temporary view of that name, but each action has its own session; " +
          s"read a dataset of $owner instead, or set `session: shared` on the job")
    case _ => None
  }
}
