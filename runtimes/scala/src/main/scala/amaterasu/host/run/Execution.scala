package amaterasu.host.run

import amaterasu.host.compile.{ActionClasses, ActionSource, CompiledAction, Compiler, Statement}
import amaterasu.host.output.{AttemptOutput, OutputRouter, Streams}
import amaterasu.host.protocol.Outbox
import amaterasu.runtime.{Attempt, Env, Failure}
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{DataFrame, SparkSession}
import scala.collection.immutable.VectorMap
import scala.reflect.ClassTag

/** What all attempts of a host share. */
final class Shared(
    val outbox: Outbox,
    val compiler: Compiler,
    val classes: ActionClasses,
    val session: HostSession,
    val loader: ClassLoader
)

/** One attempt of an action, on a thread of its own. */
final class Execution(request: RunRequest, shared: Shared) extends Attempt {
  import shared.outbox

  @volatile private var own: SparkSession = null

  override def env: Env = request.env
  override def session: SparkSession = own
  override def dataFrame(action: String, name: String): DataFrame = ???
  override def rdd[T: ClassTag](action: String, name: String): RDD[T] = ???
  override def load(name: String): DataFrame = ???
  override def persist(name: String, data: DataFrame): Unit = ???
  override def register(name: String, value: Any): Unit = ???
  override def failure: Option[Failure] = request.failure

  def start(): Unit = {
    val thread = new Thread(() => run(), s"ama-${request.attempt}")
    thread.start()
  }

  private def run(): Unit = {
    val streams = Streams(
      new AttemptOutput(request.attempt, "stdout", outbox), new AttemptOutput(request.attempt, "stderr", outbox))
    OutputRouter.open(request.attempt, streams)
    OutputRouter.enter(streams)
    Thread.currentThread.setContextClassLoader(shared.loader)
    Attempt.ofThread.set(this)
    val source = ActionSource(request.file, request.source.getOrElse(""), request.firstLine)
    val error = shared.compiler.compile(source, request.compiled) match {
      case Left(problems) => Some(ErrorReport.ofProblems(problems))
      case Right(action) => runStatements(action, streams)
    }
    OutputRouter.close(request.attempt)
    outbox.tell("ended", request.attempt,
      "status" -> (if (error.isEmpty) "succeeded" else "failed"), "error" -> error)
  }

  private def runStatements(action: CompiledAction, streams: Streams): Option[ErrorReport.Report] = {
    own = shared.session.get().newSession()
    SparkSession.setActiveSession(own)
    val numbers = shared.classes.define(action)
    new AccessPath(shared.loader, "$line" + numbers(action.prelude.packageId)).force()
    action.statements.zipWithIndex.iterator.map { case (statement, index) =>
      runStatement(statement, index, numbers(statement.packageId), streams)
    }.collectFirst { case Some(error) => error }
  }

  private def runStatement(statement: Statement, index: Int, number: Int, streams: Streams): Option[ErrorReport.Report] = {
    outbox.tell("statement.started", request.attempt,
      "index" -> index, "line" -> statement.line, "endLine" -> statement.endLine)
    val began = System.nanoTime
    val path = new AccessPath(shared.loader, "$line" + number)
    try {
      path.force()
      val ms = (System.nanoTime - began) / 1e6
      streams.deliver()
      val fields = VectorMap[String, Any]("index" -> index, "ms" -> ms) ++ statement.names.lastOption.map { defined =>
        Seq("name" -> defined.name, "type" -> defined.tpe,
          "value" -> (if (defined.lazyVal) None else Some(String.valueOf(path.value(defined.path)).take(200))))
      }.getOrElse(Nil)
      outbox.tell("statement.finished", request.attempt, fields.toSeq: _*)
      None
    } catch {
      case problem: Throwable =>
        streams.deliver()
        Some(ErrorReport.ofThrowable(problem, "run", request.file, Some(index)))
    }
  }
}
