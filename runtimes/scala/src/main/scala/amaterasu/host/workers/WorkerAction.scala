package amaterasu.host.workers

import amaterasu.host.data.PublishedDataset
import amaterasu.host.output.Streams
import amaterasu.host.protocol.Params
import amaterasu.host.run._
import amaterasu.runtime.Attempt
import java.util.concurrent.{CompletableFuture, ConcurrentHashMap}
import scala.collection.immutable.VectorMap
import scala.jdk.CollectionConverters._

/** An action that a worker runs. What the worker tells of it is told on; what it hands over is published here. */
final class WorkerAction(
    request: RunRequest,
    command: WorkerCommand,
    shared: Shared,
    execution: Execution,
    val streams: Streams
) extends ActionBody {
  private val handedOver = new ConcurrentHashMap[String, AnyRef]
  private val definedAt = new ConcurrentHashMap[String, String]
  private val values = java.util.Collections.synchronizedMap(new java.util.LinkedHashMap[String, ShownValue])
  private val ended = new CompletableFuture[Params]
  @volatile private var worker = Option.empty[Worker]
  @volatile private var isClean = true
  @volatile private var isWaiting = false
  /** Where the statement stands that has begun last. */
  @volatile private var at = Map.empty[String, Any]

  def id: String = request.attempt
  def name: String = request.action
  def attempt: Attempt = execution

  override def prepare(): Option[ErrorReport.Report] = {
    val taken = shared.workers.take(command)
    worker = Some(taken)
    shared.compileCode(request).orElse(taken.awaitReady().left.toOption)
  }

  override def run(): Option[ErrorReport.Report] = worker.flatMap { worker =>
    isClean = false
    worker.run(this, request.raw.removed("worker"))
      .whenComplete((answer, problem) => if (problem == null) accepted(answer))
    val result = awaitEnded()
    result.string("status") match {
      case "succeeded" => None
      case "failed" => Some(VectorMap.from(result.obj("error").fields))
      case _ if execution.isCancelled => None
      case status => Some(ErrorReport.simple("ama.WorkerLost", s"the worker says \"$status\", which nobody asked for", "run"))
    }
  }

  /** What the worker tells of the attempt, in its order. */
  def receive(method: String, params: Params): Unit = method match {
    case "ended" =>
      isClean = params.boolean("clean", default = true) && params.strings("touched").isEmpty
      streams.deliver()
      ended.complete(params): Unit
    case "published" => params.optString("definedAt").foreach(place => definedAt.put(params.string("name"), place))
    case "output" => shared.outbox.output(id, params.string("stream"), params.string("text"))
    case _ =>
      if (method.startsWith("statement.")) streams.deliver()
      if (method == "statement.started")
        at = Map("file" -> request.file, "line" -> params.long("line"), "statement" -> params.long("index"))
      if (method == "statement.finished") params.optString("name").foreach(name => values.put(name, ShownValue(
        params.optString("type").getOrElse(""), params.optString("value"), params.boolean("data", default = false))))
      shared.outbox.tell(method, id, params.fields.removed("seq").removed("attempt").toSeq: _*)
  }

  def lost(error: ErrorReport.Report): Unit = fail(error ++ at)

  def handOver(name: String, value: AnyRef): Unit = handedOver.put(name, value): Unit
  def explain(problem: Throwable): ErrorReport.Report = execution.report(problem, "run", None, None)

  override def names: Iterable[String] = handedOver.keySet.asScala.toSet

  override def defined(name: String): Option[PublishedDataset] = Option(handedOver.get(name)).map(value =>
    PublishedDataset(value, value.getClass.getName, Option(definedAt.get(name))))

  override def shown: Seq[(String, ShownValue)] = values.synchronized(values.asScala.toSeq)

  /** None of its code runs in this JVM. */
  override def isUsers(frame: StackTraceElement): Boolean = false

  override def cancelled(graceMs: Long): Unit = if (!ended.isDone) worker.foreach(_.cancel(id, graceMs))

  /** The thread waits for the worker, which has its own way to interrupt what runs there. */
  override def interrupt(thread: Thread): Unit = if (!isWaiting) thread.interrupt()

  override def kill(): Unit = worker.foreach(_.kill())

  override def end(): Unit = worker.foreach { worker =>
    worker.leave()
    shared.workers.giveBack(worker, isClean)
  }

  private def accepted(answer: Params): Unit = answer.optObj("error") match {
    case Some(error) => fail(ErrorReport.simple("ama.Refused", error.string("message"), "start"))
    case None if answer.obj("result").optString("state").contains("refused") =>
      fail(ErrorReport.simple("ama.Refused", answer.obj("result").optString("reason").getOrElse("refused"), "start"))
    case None => ()
  }

  private def fail(error: ErrorReport.Report): Unit =
    ended.complete(new Params(Map("status" -> "failed", "error" -> error))): Unit

  private def awaitEnded(): Params = {
    isWaiting = true
    try ended.join()
    finally isWaiting = false
  }
}
