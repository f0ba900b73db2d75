package amaterasu.host.run

import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.classic.SessionDatasets
import scala.util.control.NonFatal

/**
 * Ends the work of an attempt: its Spark jobs again and again, since a job may start after the first request, its
 * streaming queries, and a little later its thread, which may be asleep.
 */
final class Cancellation(
    thread: Thread,
    body: ActionBody,
    group: String,
    session: () => Option[SparkSession],
    jobs: () => Seq[Int]
) {

  /** Returns when the thread has ended or `graceMs` is over. */
  def perform(graceMs: Long): Unit = {
    val began = System.nanoTime
    def passedMs = (System.nanoTime - began) / 1000000
    body.cancelled(graceMs)
    while (thread.isAlive && passedMs < math.max(graceMs, 1)) {
      session().foreach(stop)
      if (passedMs >= Cancellation.InterruptAfterMs || jobs().isEmpty) body.interrupt(thread)
      thread.join(math.min(Cancellation.AgainMs, math.max(1, graceMs - passedMs)))
    }
    if (thread.isAlive) {
      body.kill()
      thread.join(Cancellation.KilledMs)
    }
  }

  private def stop(session: SparkSession): Unit =
    try {
      session.sparkContext.cancelJobGroup(group)
      jobs().foreach(session.sparkContext.cancelJob(_))
      if (SessionDatasets.hasState(session)) session.streams.active.foreach(_.stop())
    } catch { case NonFatal(problem) => System.err.println(s"Cancelling $group: $problem") }
}

object Cancellation {
  private val AgainMs = 200L
  /** What has been killed ends at once; a thread that nothing can kill costs the wait. */
  private val KilledMs = 500L
  /** A job that is being cancelled ends its statement by itself; an interrupt would only hide why. */
  private val InterruptAfterMs = 500L
}
