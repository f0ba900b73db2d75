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
}
