package amaterasu.host

import amaterasu.host.compile.{ActionClasses, Compiler}
import amaterasu.host.output.OutputRouter
import amaterasu.host.protocol.{Introduction, Leader, Outbox}
import amaterasu.host.run.{HostSession, Shared}
import java.net.URLClassLoader
import java.nio.file.Files

/** The Spark host: one JVM that owns one Spark context and runs the actions that its leader asks for. */
object Main {
  def main(args: Array[String]): Unit = {
    OutputRouter.install()
    HostFile.locate() match {
      case None =>
        OutputRouter.hostErr.println("This program is started by ama: AMA_HOST_FILE does not name a file.")
        Runtime.getRuntime.halt(2)
      case Some(path) => serve(HostFile.take(path))
    }
  }

  private def serve(file: HostFile): Unit = {
    HiddenEnvironment.hide("AMA_")
    HostLog.configure()
    file.javaProperties.foreach { case (key, value) => System.setProperty(key, value) }
    Files.createDirectories(file.classesDir)
    val loader = new URLClassLoader("ama", Array(file.classesDir.toUri.toURL), getClass.getClassLoader)
    val session = new HostSession(file.spark, loader, file.classesDir)
    session.start()
    val outbox = new Outbox(file.classesDir.toAbsolutePath.getParent)
    val compiler = new Compiler(System.getProperty("java.class.path"))
    val shared = new Shared(outbox, compiler, new ActionClasses(file.classesDir), session, loader)
    val leader = new Leader(
      file.address, file.token, Introduction("spark-scala", "0", Seq("spark-scala", "spark-jar"), 8), outbox, file.epoch,
      file.lingerMs)
    val why = leader.serve(new HostRequests(shared, () => end(outbox)))
    OutputRouter.hostErr.println(s"This host ends: $why.")
    Runtime.getRuntime.halt(0)
  }

  private def end(outbox: Outbox): Unit = {
    outbox.drain(5000)
    Runtime.getRuntime.halt(0)
  }
}
