package amaterasu.host.workers

import amaterasu.host.protocol.Params

/** How a worker is started. Workers of equal commands can stand in for each other. */
final case class WorkerCommand(command: List[String], env: Map[String, String]) {
  /** What messages call it, until it has said its name. */
  def name: String = command.head.split('/').last
}

object WorkerCommand {
  def of(params: Params): WorkerCommand = {
    val worker = WorkerCommand(params.strings("command"), params.obj("env").texts)
    if (worker.command.isEmpty) throw new Params.BadParams("\"worker\" has no \"command\"")
    worker
  }
}
