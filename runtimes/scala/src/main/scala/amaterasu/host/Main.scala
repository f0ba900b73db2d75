package amaterasu.host

import amaterasu.host.output.OutputRouter

/** The Spark host: one JVM that owns one Spark context and runs the actions that its leader asks for. */
object Main {
  def main(args: Array[String]): Unit = {
    OutputRouter.install()
    Account.complete()
    HostFile.locate() match {
      case None =>
        OutputRouter.hostErr.println("This program is started by ama: AMA_HOST_FILE does not name a file.")
        Runtime.getRuntime.halt(2)
      case Some(path) => Host.serve(HostFile.take(path))
    }
  }
}
