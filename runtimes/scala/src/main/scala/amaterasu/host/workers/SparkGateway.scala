package amaterasu.host.workers

import amaterasu.host.output.OutputRouter
import amaterasu.host.run.HostSession
import amaterasu.runtime.Attempt
import java.net.InetAddress
import java.nio.file.{Files, Path}
import java.util.concurrent.CompletableFuture
import py4j.ClientServer

/**
 * The way from one worker into this JVM. py4j makes a thread here for each of the worker's threads, by the thread that
 * listens; all of them inherit from it who is asked for the attempt and its output.
 */
final class SparkGateway(base: HostSession, loader: ClassLoader, folder: Path, present: () => Option[WorkerAction]) {
  private val secret = WorkerServer.secret()
  private val server = new CompletableFuture[ClientServer]
  @volatile private var file = Option.empty[Path]

  OwnThreads.start("ama-gateway") {
    Thread.currentThread.setContextClassLoader(loader)
    Attempt.ofThread.set(() => present().map(_.attempt))
    OutputRouter.enter(() => present().map(_.streams))
    try server.complete(open())
    catch { case problem: Throwable => server.completeExceptionally(problem) }
  }

  /** What the worker needs to attach. */
  def attach(): Map[String, Any] = Map("spark" -> Map(
    "port" -> server.get().getJavaServer.getListeningPort, "secretFile" -> secretFile().toString))

  def close(): Unit = {
    server.thenAccept(_.shutdown())
    file.foreach(path => Files.deleteIfExists(path))
  }

  /** Written again when the worker has deleted it: whoever asks may be another thread of it. */
  private def secretFile(): Path = synchronized {
    val path = file.filter(path => Files.exists(path)).getOrElse(SecretFile.write(folder, secret))
    file = Some(path)
    path
  }

  private def open(): ClientServer = {
    val made = new ClientServer.ClientServerBuilder(new EntryPoint(base, present)).authToken(secret)
      .javaPort(0).javaAddress(InetAddress.getLoopbackAddress).build()
    made.startServer(true)
    made
  }
}
