package amaterasu.host

import amaterasu.host.compile.ActionSource
import amaterasu.host.protocol.{Params, Reply, Requests}
import amaterasu.host.run.{ErrorReport, Execution, Preview, RunRequest, Shared}
import amaterasu.host.sql.{SqlAction, SqlProgram, SqlSource}
import amaterasu.host.workers.WorkerCommand
import java.util.concurrent.{ExecutorService, Executors}
import scala.util.control.NonFatal

/** Serves the leader's requests. */
final class HostRequests(shared: Shared, end: Long => Unit) extends Requests {
  /** One after another: the action that runs has the other core. */
  private val preparing = executor(Executors.newSingleThreadExecutor(_))
  private val working = executor(Executors.newCachedThreadPool(_))

  override def handle(method: String, params: Params, reply: Reply): Unit = method match {
    case "run" => run(RunRequest.of(params), reply)
    case "compile" => RunRequest.worker(params) match {
        case Some(worker) => on(working, reply)(prepare(worker, params, reply))
        case None if params.string("type") == SqlAction.Kind => on(working, reply)(parse(params, reply))
        case None => on(preparing, reply)(compile(params, reply))
      }
    case "cancel" => cancel(params.string("attempt"), params.long("graceMs"), reply)
    case "preview" => on(working, reply)(Preview.answer(shared, params, reply))
    case "inspect" => inspect(params.string("attempt"), reply)
    case "release" => on(working, reply) {
      shared.datasets.release(params.string("action"), params.string("name"))
      reply.result()
    }
    case "shutdown" =>
      reply.result()
      working.execute(() => end(params.long("graceMs")))
    case _ => reply.fail(Reply.UnknownMethod, s"there is no request \"$method\"")
  }

  private def run(request: RunRequest, reply: Reply): Unit = {
    val execution = new Execution(request, shared)
    shared.attempts.outcome(request.attempt) match {
      case Some(outcome) => reply.result("state" -> "ended", "result" -> outcome)
      case None if shared.attempts.begin(request.attempt, execution) =>
        reply.result("state" -> "accepted")
        execution.start()
      case None => reply.result("state" -> "running")
    }
  }

  private def compile(params: Params, reply: Reply): Unit = {
    val source = ActionSource.of(fileOf(params), RunRequest.text(params.obj("source")), firstLineOf(params))
    shared.compiler.prepare(source, RunRequest.compiledPath(params), RunRequest.sourceRoot(params)) match {
      case Left(problems) => reply.result("errors" -> problems.map(ErrorReport.ofProblem))
      case Right(action) => reply.result("errors" -> Nil, "statements" -> action.statements.size)
    }
  }

  /** Spark's parser belongs to a session. What it cannot judge yet, the run will tell. */
  private def parse(params: Params, reply: Reply): Unit = {
    val source = new SqlSource(fileOf(params), RunRequest.text(params.obj("source")), firstLineOf(params))
    SqlProgram.check(source, shared.session.get()) match {
      case None => reply.result("errors" -> Nil)
      case Some(Left(problems)) => reply.result("errors" -> problems)
      case Some(Right(statements)) => reply.result("errors" -> Nil, "statements" -> statements)
    }
  }

  private def fileOf(params: Params): String = params.optString("file").getOrElse(params.string("action"))
  private def firstLineOf(params: Params): Int = params.optLong("firstLine").getOrElse(1L).toInt

  /** The worker's own answer; where there is none, the run will tell what is wrong. */
  private def prepare(worker: WorkerCommand, params: Params, reply: Reply): Unit = {
    val answer = shared.workers.prepare(worker, params.fields.removed("worker")).flatMap(_.optObj("result"))
    reply.result(answer.fold[Map[String, Any]](Map("errors" -> Nil))(_.fields).toSeq: _*)
  }

  private def cancel(attempt: String, graceMs: Long, reply: Reply): Unit = shared.attempts.get(attempt) match {
    case Some(execution) =>
      reply.result("state" -> "accepted")
      working.execute(() => execution.cancel(graceMs))
    case None => reply.result("state" -> "ended")
  }

  private def inspect(attempt: String, reply: Reply): Unit = {
    val names = shared.attempts.get(attempt).toSeq.flatMap(_.shown).map { case (name, value) =>
      Map("name" -> name, "type" -> value.tpe, "value" -> value.text, "data" -> Option.when(value.data)(true))
    }
    reply.result("names" -> names)
  }

  private def on(pool: ExecutorService, reply: Reply)(body: => Unit): Unit = pool.execute { () =>
    try body
    catch {
      // The compiler meets it in deep expressions.
      case problem: StackOverflowError => reply.fail(Reply.Internal, problem.toString)
      case NonFatal(problem) => reply.fail(Reply.Internal, problem.toString)
    }
  }

  private def executor(make: java.util.concurrent.ThreadFactory => ExecutorService): ExecutorService = make { body =>
    val thread = new Thread(body, "ama-request")
    thread.setDaemon(true)
    thread
  }
}
