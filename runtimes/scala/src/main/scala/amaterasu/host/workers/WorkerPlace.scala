package amaterasu.host.workers

import amaterasu.host.protocol.{Outbox, Params}
import amaterasu.host.run.HostSession
import java.nio.file.Path

/** What the workers of a host have around them. `startMs` is how long one may take to dial. */
final class WorkerPlace(val folder: Path, session: HostSession, loader: ClassLoader, outbox: Outbox, val startMs: Long) {
  def gateway(present: () => Option[WorkerAction]): SparkGateway = new SparkGateway(session, loader, folder, present)

  /** What a worker says of itself. */
  def log(params: Params): Unit = outbox.tell("log", "", params.fields.removed("seq").toSeq: _*)
}
