package amaterasu.host.run

import java.util.concurrent.locks.LockSupport

/** What of an attempt's work is still there after a cancel, in words. */
object Remains {
  private val SettleMs = 5000L

  /** `own` is the attempt's first thread; the thread that asks does not count. */
  def of(threads: ThreadGroup, own: Thread, jobs: () => Seq[Int]): List[String] = {
    val left = alive(threads).filter(thread => !thread.isDaemon && (thread ne Thread.currentThread)).map(describe(own))
    left ++ settled(jobs).map(id => s"Spark job $id")
  }

  /** Spark tells the end of a job a little later than the statement that waited for it. */
  private def settled(jobs: () => Seq[Int]): Seq[Int] = {
    val until = System.nanoTime + SettleMs * 1000000
    while (jobs().nonEmpty && System.nanoTime < until) LockSupport.parkNanos(10000000)
    jobs()
  }

  private def describe(own: Thread)(thread: Thread): String = {
    val frames = thread.getStackTrace
    val place = frames.find(frame => Place.origin(frame) == "user")
      .map(frame => s" at ${frame.getFileName}:${frame.getLineNumber}").getOrElse("")
    val spins = thread.getState == Thread.State.RUNNABLE
    if (thread eq own)
      if (spins) s"code$place that does not end cannot be stopped" else s"code$place does not react to its interruption"
    else s"the thread ${thread.getName}$place"
  }

  private def alive(group: ThreadGroup): List[Thread] = {
    val found = new Array[Thread](group.activeCount + 16)
    found.take(group.enumerate(found, true)).toList.filter(_.isAlive)
  }
}
