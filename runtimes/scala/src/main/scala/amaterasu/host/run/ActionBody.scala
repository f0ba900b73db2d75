package amaterasu.host.run

import amaterasu.host.data.PublishedDataset

/** What an attempt executes. A report that is returned is the failure; exceptions are failures of the phase too. */
trait ActionBody {
  /** Whatever can be done before there is a Spark session. */
  def prepare(): Option[ErrorReport.Report]

  def run(): Option[ErrorReport.Report]

  /** The names of values that may be datasets, as far as that can be told without touching a `lazy val`. */
  def names: Iterable[String]

  /** The value that the body has bound to a name. */
  def defined(name: String): Option[PublishedDataset]

  /** The names it has defined so far, for `inspect`. */
  def shown: Seq[(String, ShownValue)]

  /** Whether a stack frame is the user's own code. */
  def isUsers(frame: StackTraceElement): Boolean

  /** Hears once that the attempt is cancelled, and how long it has to end. Must not block. */
  def cancelled(graceMs: Long): Unit = ()

  /** Wakes the attempt's thread, which goes on although its Spark jobs have been cancelled. */
  def interrupt(thread: Thread): Unit = thread.interrupt()

  /** Ends by force, where it can, what has not ended in time. */
  def kill(): Unit = ()

  /** Lets go of what it has taken; nothing of the attempt runs any more. */
  def end(): Unit = ()
}
