package amaterasu.host.run

import amaterasu.host.output.OutputRouter
import amaterasu.host.protocol.Outbox
import java.util.concurrent.{ConcurrentHashMap, Executors, TimeUnit}
import org.apache.spark.SparkContext
import org.apache.spark.scheduler._
import org.apache.spark.sql.execution.ui.{SparkListenerSQLExecutionEnd, SparkListenerSQLExecutionStart}
import scala.collection.mutable

/** Follows Spark's jobs by the attempt that started them: for the progress that is told, and for the cancel. */
final class Jobs(outbox: Outbox) extends SparkListener {
  private final class Job(val attempt: String, val label: String, val total: Int) { var done = 0 }

  private val jobs = mutable.LinkedHashMap.empty[Int, Job]
  private val jobOfStage = mutable.HashMap.empty[Int, Int]
  private val queries = mutable.HashMap.empty[Long, String]
  private val refused = mutable.LinkedHashSet.empty[String]
  @volatile private var cancel: Int => Unit = _ => ()
  private val told = new ConcurrentHashMap[String, (String, Int, Int)]
  private lazy val ticker = Executors.newSingleThreadScheduledExecutor { body =>
    val thread = new Thread(body, "ama-progress")
    thread.setDaemon(true)
    thread
  }

  /** From now on `context` tells of its jobs. */
  def start(context: SparkContext): Unit = {
    cancel = id => context.cancelJob(id)
    context.addSparkListener(this)
    tellNowAndThen()
  }

  /**
   * Cancels every job of the attempt that starts from now on. Parts of a query are submitted by threads of Spark's own,
   * which an interrupt of the attempt's thread does not reach, and perhaps after that has ended.
   */
  def refuse(attempt: String): Unit = synchronized {
    refused += attempt
    if (refused.size > Jobs.Remembered) refused -= refused.head
  }

  private def tellNowAndThen(): Unit = ticker.scheduleWithFixedDelay(() => tell(), Jobs.TellMs, Jobs.TellMs, TimeUnit.MILLISECONDS)

  /** The running jobs of an attempt. */
  def of(attempt: String): Seq[Int] = synchronized {
    jobs.collect { case (id, job) if job.attempt == attempt => id }.toSeq
  }

  override def onJobStart(event: SparkListenerJobStart): Unit = {
    for (attempt <- property(event, OutputRouter.AttemptProperty)) synchronized {
      if (refused(attempt)) cancel(event.jobId)
      val label = property(event, "spark.sql.execution.id").flatMap(id => queries.get(id.toLong))
        .orElse(event.stageInfos.lastOption.map(_.name)).getOrElse("")
      jobs(event.jobId) = new Job(attempt, label, event.stageInfos.map(_.numTasks).sum)
      event.stageInfos.foreach(stage => jobOfStage(stage.stageId) = event.jobId)
    }
  }

  override def onTaskEnd(event: SparkListenerTaskEnd): Unit =
    if (event.taskInfo != null && event.taskInfo.successful) synchronized {
      for (id <- jobOfStage.get(event.stageId); job <- jobs.get(id)) job.done += 1
    }

  override def onJobEnd(event: SparkListenerJobEnd): Unit = synchronized {
    jobs.remove(event.jobId)
    jobOfStage.filterInPlace((_, job) => job != event.jobId)
  }

  /** Jobs of a query run on Spark's own threads; only the query knows its place in the action. */
  override def onOtherEvent(event: SparkListenerEvent): Unit = event match {
    case start: SparkListenerSQLExecutionStart => synchronized(queries(start.executionId) = start.description)
    case end: SparkListenerSQLExecutionEnd => synchronized(queries.remove(end.executionId): Unit)
    case _ => ()
  }

  private def property(event: SparkListenerJobStart, name: String): Option[String] =
    Option(event.properties).flatMap(all => Option(all.getProperty(name)))

  private def tell(): Unit = synchronized(jobs.values.toList).groupBy(_.attempt).foreach { case (attempt, running) =>
    val (label, total) = (running.last.label, running.map(_.total).sum)
    val done = math.min(running.map(_.done).sum, total)
    if (told.put(attempt, (label, done, total)) != (label, done, total))
      outbox.tell("progress", attempt, "label" -> label, "done" -> done, "total" -> total, "unit" -> "tasks")
  }
}

object Jobs {
  private val TellMs = 250L
  private val Remembered = 1000
}
