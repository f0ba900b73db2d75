package org.apache.spark.sql.classic

import java.lang.reflect.Field
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan
import org.apache.spark.sql.internal.SessionState

/** Opens what Spark keeps to its own packages. */
object SessionDatasets {
  /** The same data as a `DataFrame` of another session on the same context. */
  def rebind(data: org.apache.spark.sql.Dataset[_], session: org.apache.spark.sql.SparkSession): DataFrame =
    if (data.sparkSession eq session) data.toDF()
    else Dataset.ofRows(session.asInstanceOf[SparkSession], analyzed(data))

  /** A session of its own that begins with the settings, views and functions of another. */
  def cloned(session: org.apache.spark.sql.SparkSession): org.apache.spark.sql.SparkSession =
    session.asInstanceOf[SparkSession].cloneSession()

  def analyzed(data: org.apache.spark.sql.Dataset[_]): LogicalPlan =
    data.asInstanceOf[Dataset[_]].queryExecution.analyzed

  /** Making the state of a session costs; what only wants to look whether anything is there asks this first. */
  def hasState(session: org.apache.spark.sql.SparkSession): Boolean = stateField.get(session) != null

  private def hasQueries(session: org.apache.spark.sql.SparkSession): Boolean =
    hasState(session) && queriesField.get(stateField.get(session)) != null

  /** Whether streaming queries are active. */
  def isStreaming(session: org.apache.spark.sql.SparkSession): Boolean =
    hasQueries(session) && session.streams.active.nonEmpty

  def temporaryViews(session: org.apache.spark.sql.SparkSession): Seq[String] =
    if (!hasState(session)) Nil
    else session.asInstanceOf[SparkSession].sessionState.catalog.getTempViewNames()

  /** Both are lazy values, and null until then. */
  private lazy val stateField = field(classOf[SparkSession], "sessionState")
  private lazy val queriesField = field(classOf[SessionState], "streamingQueryManager")

  private def field(of: Class[_], name: String): Field = {
    val field = of.getDeclaredField(name)
    field.setAccessible(true)
    field
  }
}
