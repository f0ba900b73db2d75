package amaterasu.host

import amaterasu.host.protocol.Outbox
import amaterasu.host.run.{HostContext, HostSession, Shared}

/** The end of the host. */
object Ending {
  private val FlushMs = 5000L
  private val StopMs = 10000L

  /** Ends what runs, lets the leader hear of it, and halts: no hook of anybody's may delay it. */
  def end(shared: Shared, graceMs: Long): Nothing = {
    val cancels = shared.attempts.all.map { execution =>
      val thread = new Thread(() => execution.cancel(graceMs), "ama-cancel")
      thread.start()
      thread
    }
    cancels.foreach(_.join(graceMs + 1000))
    if (graceMs > 0) flush(shared.outbox)
    limited(StopMs)(shared.workers.end(graceMs))
    limited(StopMs)(stopContext(shared.session))
    ProcessHandle.current.descendants.forEach(child => child.destroyForcibly(): Unit)
    Runtime.getRuntime.halt(0)
    throw new IllegalStateException("the JVM did not halt")
  }

  private def flush(outbox: Outbox): Unit = outbox.drain(FlushMs): Unit

  private def stopContext(session: HostSession): Unit = session.ifStarted.foreach(_.sparkContext match {
    case context: HostContext => context.end()
    case _ => ()
  })

  private def limited(ms: Long)(body: => Unit): Unit = {
    val thread = new Thread(() => body, "ama-stop")
    thread.setDaemon(true)
    thread.start()
    thread.join(ms)
  }
}
