package amaterasu.host.workers

import amaterasu.host.protocol.Params
import amaterasu.host.run.ErrorReport
import java.io.IOException
import java.nio.file.{Files, Path}
import java.util.concurrent.{CompletableFuture, ExecutionException, TimeUnit, TimeoutException}
import scala.util.control.NonFatal

/** One worker process and all that this host has for it. It runs one attempt after another. */
final class Worker(val command: WorkerCommand, server: WorkerServer, place: WorkerPlace, log: Path) {
  private val linked = new CompletableFuture[WorkerLink]
  private val served, gone = new CompletableFuture[Unit]
  private val token = server.expect(link => arrived(link))
  private val tokenFile = SecretFile.write(place.folder, token)
  private val process = {
    val environment = Map("AMA_ADDRESS" -> server.address, "AMA_TOKEN_FILE" -> tokenFile.toString)
    try new WorkerProcess(command, environment, log)
    catch { case problem: IOException => forgetToken(); throw problem }
  }
  @volatile private var present = Option.empty[WorkerAction]
  @volatile private var fault = Option.empty[String]
  @volatile private var logStart = 0L
  private var opened = Option.empty[SparkGateway]

  process.onEnd(ended())

  def isAlive: Boolean = process.isAlive && fault.isEmpty
  def pid: Long = process.pid

  /** Waits until it has dialled; left: why it never will. */
  def awaitReady(): Either[ErrorReport.Report, Unit] =
    try {
      linked.get(place.startMs, TimeUnit.MILLISECONDS)
      Right(())
    } catch {
      case _: TimeoutException =>
        fail(s"did not connect within ${place.startMs / 1000.0} s")
        Left(lost("start"))
      case _: ExecutionException => Left(lost("start"))
    }

  /** Begins the attempt of `action`, which gets all that the worker tells of it. */
  def run(action: WorkerAction, request: Map[String, Any]): CompletableFuture[Params] = {
    logStart = process.logSize
    present = Some(action)
    if (gone.isDone) action.lost(lost("run"))
    ask("run", request.updated("attach", gateway.attach()))
  }

  /** Asks it to prepare itself for an action that will run later. */
  def prepare(request: Map[String, Any]): CompletableFuture[Params] =
    ask("compile", request.updated("attach", gateway.attach()))

  def cancel(attempt: String, graceMs: Long): Unit = ask("cancel", Map("attempt" -> attempt, "graceMs" -> graceMs)): Unit

  /** Ends the attempt, as far as this host is concerned. */
  def leave(): Unit = present = None

  /** Asks it to end; `kill` must follow. */
  def shutdown(graceMs: Long): Unit = if (link.isDefined) ask("shutdown", Map("graceMs" -> graceMs)): Unit
  def awaitEnd(ms: Long): Unit = process.awaitEnd(ms): Unit

  def kill(): Unit = {
    process.kill()
    link.foreach(_.close())
  }

  private def link: Option[WorkerLink] =
    if (linked.isDone && !linked.isCompletedExceptionally) Some(linked.join()) else None

  private def gateway: SparkGateway = synchronized {
    opened.getOrElse {
      val made = place.gateway(() => present)
      opened = Some(made)
      made
    }
  }

  private def ask(method: String, params: Map[String, Any]): CompletableFuture[Params] =
    linked.thenCompose(_.ask(method, params))

  private def arrived(link: WorkerLink): Unit = {
    forgetToken()
    linked.complete(link)
    try link.serve(receive)
    catch {
      case problem: IllegalArgumentException => fail(s"broke the protocol: ${problem.getMessage}")
      case _: IOException => ()
    } finally served.complete(())
    if (!process.awaitEnd(Worker.EndMs)) fail("closed its connection")
  }

  private def receive(method: String, params: Params): Unit = (params.optString("attempt"), present) match {
    case (Some(id), Some(action)) if action.id == id => action.receive(method, params)
    case (None, _) if method == "log" => place.log(params)
    case _ => ()
  }

  private def fail(why: String): Unit = {
    if (fault.isEmpty) fault = Some(why)
    kill()
  }

  /** Its last messages may still be on their way. */
  private def ended(): Unit = {
    forgetToken()
    process.kill()
    linked.completeExceptionally(new IOException("the worker is gone"))
    if (link.isDefined)
      try served.get(Worker.LastMessagesMs, TimeUnit.MILLISECONDS)
      catch { case _: TimeoutException => link.foreach(_.close()) }
    synchronized(opened.foreach(_.close()))
    gone.complete(())
    present.foreach(_.lost(lost("run")))
  }

  private def forgetToken(): Unit = {
    server.forget(token)
    Files.deleteIfExists(tokenFile): Unit
  }

  private def how: String = fault.orElse(process.ending).getOrElse("is gone")

  private def lost(phase: String): ErrorReport.Report = {
    val name = link.flatMap(_.runner).getOrElse(command.name)
    val words = try process.lastWords(logStart) catch { case NonFatal(_) => "" }
    val said = if (words.isEmpty) "" else s"; the last lines of its log:\n$words"
    ErrorReport.simple("ama.WorkerLost", s"the worker $name (process $pid) $how$said", phase)
  }
}

object Worker {
  /** How long a worker may take to end when it has hung up. */
  private val EndMs = 2000L
  private val LastMessagesMs = 10000L
}
