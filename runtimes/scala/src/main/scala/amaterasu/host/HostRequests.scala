package amaterasu.host

import amaterasu.host.protocol.{Params, Reply, Requests}
import amaterasu.host.run.{Execution, RunRequest, Shared}

/** Serves the leader's requests. */
final class HostRequests(shared: Shared, end: () => Unit) extends Requests {
  override def handle(method: String, params: Params, reply: Reply): Unit = method match {
    case "run" =>
      val request = RunRequest.of(params)
      reply.result("state" -> "accepted")
      new Execution(request, shared).start()
    case "shutdown" =>
      reply.result()
      new Thread(() => end(), "ama-shutdown").start()
    case _ => reply.fail(Reply.UnknownMethod, s"there is no request \"$method\"")
  }
}
