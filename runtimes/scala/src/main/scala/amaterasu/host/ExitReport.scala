package amaterasu.host

import amaterasu.host.run.{ErrorReport, Shared}

/** An action that calls `System.exit` ends the host. Nothing can prevent that, but the leader learns who did it. */
object ExitReport {
  private val FlushMs = 3000L

  /** The body of a shutdown hook. */
  def send(shared: Shared): Unit = {
    val guilty = shared.attempts.all.filter(_.isExiting)
    guilty.foreach(_.fail(
      ErrorReport.simple("ama.Exit", "the action called System.exit, which ends the session of all actions", "run")))
    if (guilty.nonEmpty) shared.outbox.drain(FlushMs): Unit
  }
}
