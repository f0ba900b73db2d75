package amaterasu.host.run

import amaterasu.host.data.{Datasets, DatasetReads, PublishedDataset, Sources}
import amaterasu.host.output.{AttemptOutput, OutputRouter, Streams}
import amaterasu.host.sql.SqlAction
import amaterasu.host.workers.WorkerAction
import amaterasu.runtime.{Attempt, Env, Failure, Settings}
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.classic.{HintRules, SessionDatasets}
import org.apache.spark.sql.{DataFrame, SparkSession}
import scala.collection.immutable.VectorMap
import scala.jdk.CollectionConverters._
import scala.reflect.ClassTag

/** One attempt of an action, on a thread of its own. */
final class Execution(request: RunRequest, shared: Shared) extends Attempt {
  import shared.outbox

  private val streams = Streams(
    new AttemptOutput(request.attempt, "stdout", outbox), new AttemptOutput(request.attempt, "stderr", outbox))
  private val threads = new ThreadGroup(s"ama-${request.attempt}")
  private val thread = new Thread(threads, () => run(), s"ama-${request.attempt}")
  private val registered = new ConcurrentHashMap[String, PublishedDataset]
  private val cancelled, ended = new AtomicBoolean
  private val taken = System.nanoTime
  @volatile private var opened = Option.empty[SparkSession]
  private val reads = new DatasetReads(request.inputs, shared.datasets, () => session)
  private val sources = new Sources(request.sources, () => session)
  private val body: ActionBody = (request.worker, request.main) match {
    case (Some(command), _) => new WorkerAction(request, command, shared, this, streams)
    case (None, Some(main)) => new JarAction(main, request, shared, this)
    case (None, None) if request.kind == SqlAction.Kind => new SqlAction(request, shared, this, streams)
    case (None, None) => new ScalaAction(request, shared, this, streams)
  }
  private val errors = new ErrorReport(
    request.file, request.main.isDefined, frame => body.isUsers(frame), shared.sqlPlaces, place => reads.definedAt(place))

  override def env: Env = request.env
  override def session: SparkSession = opened.getOrElse(throw new IllegalStateException("there is no session yet"))
  override def dataFrame(action: String, name: String): DataFrame = reads.dataFrame(action, name)
  override def rdd[T: ClassTag](action: String, name: String): RDD[T] = reads.rdd[T](action, name)
  override def knows(action: String, name: String): Boolean = reads.knows(action, name)
  override def byOldName(table: String): Option[(String, String)] = reads.byOldName(table)
  override def load(name: String): DataFrame = sources.load(name)
  override def persist(name: String, data: DataFrame): Unit = sources.persist(name, data)
  override def source(name: String): Settings = sources.settings(name)
  override def failure: Option[Failure] = request.failure

  override def register(name: String, value: Any): Unit = value match {
    case dataset: AnyRef if Datasets.kind(dataset).isDefined =>
      val site = StackWalker.getInstance.walk[Option[String]] { frames =>
        val own = frames.map[StackTraceElement](_.toStackTraceElement).filter(frame => body.isUsers(frame)).findFirst
        if (own.isPresent) Some(s"${own.get.getFileName}:${own.get.getLineNumber}") else None
      }
      registered.put(name, PublishedDataset(dataset, dataset.getClass.getName, site)): Unit
    case other => throw new IllegalArgumentException(
      s"$name is ${if (other == null) "null" else s"a ${other.getClass.getName}"}; " +
        "only a DataFrame, Dataset or RDD can be registered")
  }

  def isCancelled: Boolean = cancelled.get
  def shown: Seq[(String, ShownValue)] = body.shown

  def start(): Unit = {
    // Otherwise it would be like the thread that reads the connection, and so would be all threads that it makes.
    thread.setDaemon(false)
    thread.start()
  }

  def report(problem: Throwable, phase: String, statement: Option[Int], line: Option[Int]): ErrorReport.Report = {
    val report = errors.of(problem, phase, statement, line)
    shared.views.explain(problem, request.action).fold(report)(hint => report.updated("hint", hint))
  }

  /** Returns when the attempt has ended, or `graceMs` is over and it is known what cannot be stopped. */
  def cancel(graceMs: Long): Unit = {
    cancelled.set(true)
    shared.jobs.refuse(request.attempt)
    val jobs = () => shared.jobs.of(request.attempt)
    new Cancellation(thread, body, request.attempt, () => opened, jobs).perform(graceMs)
    if (thread.isAlive) conclude(outcome(None))
  }

  /** Whether one of the attempt's threads is ending the JVM. */
  def isExiting: Boolean = {
    val found = new Array[Thread](threads.activeCount + 8)
    found.take(threads.enumerate(found, true)).exists(_.getStackTrace.exists(frame =>
      frame.getClassName == "java.lang.Runtime" && frame.getMethodName == "exit"))
  }

  /** Ends the attempt from outside, with an error. */
  def fail(error: ErrorReport.Report): Unit = conclude(VectorMap("status" -> "failed", "error" -> error))

  private def run(): Unit = {
    OutputRouter.open(request.attempt, streams)
    OutputRouter.enter(() => Some(streams))
    Thread.currentThread.setContextClassLoader(shared.loader)
    Attempt.ofThread.set(() => Some(this))
    val (error, touched) =
      try perform()
      catch { case problem: Throwable => (Some(report(problem, "run", None, None)), Nil) }
      finally body.end()
    conclude(outcome(error) ++ Option.when(touched.nonEmpty)("touched" -> touched))
  }

  /** The failure, if there is one, and what was changed for the whole JVM. */
  private def perform(): (Option[ErrorReport.Report], List[String]) =
    attempt("compile")(body.prepare()).orElse(attempt("start") { open(); None }) match {
      case None if !isCancelled =>
        val before = Touched.now(session.sparkContext)
        val error = attempt("run")(runBody()).orElse(attempt("publish")(publish()))
        shared.views.note(request.action, session)
        (error, Touched.now(session.sparkContext).since(before))
      case other => (other, Nil)
    }

  private def runBody(): Option[ErrorReport.Report] = {
    val error = body.run()
    if (error.isEmpty) awaitQueries()
    error
  }

  private def attempt(phase: String)(step: => Option[ErrorReport.Report]): Option[ErrorReport.Report] =
    if (isCancelled) None
    else
      try step
      catch { case problem: Throwable => Some(report(problem, phase, None, None)) }

  private def open(): Unit = {
    val base = shared.session.get()
    shared.code.jar.foreach(shared.session.bring)
    val own = if (request.sharedSession) base else base.newSession()
    request.conf.foreach { case (key, value) => own.conf.set(key, value) }
    HintRules.complete(own)
    JobMarks.set(own, request.attempt, request.action)
    opened = Some(own)
  }

  /** A streaming query that is still active keeps the action running. */
  private def awaitQueries(): Unit =
    if (!request.sharedSession)
      while (SessionDatasets.isStreaming(session)) session.streams.active.headOption.foreach(_.awaitTermination())

  private def publish(): Option[ErrorReport.Report] = {
    val names = registered.keySet.asScala.toSet ++ body.names
    val publishing = new Publishing(request, shared, names, dataset, report(_, "publish", None, None))
    publishing.perform(session, () => isCancelled)
  }

  private def dataset(name: String): Option[PublishedDataset] = Option(registered.get(name)).orElse(body.defined(name))

  private def outcome(error: Option[ErrorReport.Report]): ErrorReport.Report =
    if (isCancelled) {
      val left = Remains.of(threads, thread, () => shared.jobs.of(request.attempt))
      VectorMap("status" -> "cancelled", "clean" -> left.isEmpty) ++ Option.when(left.nonEmpty)("left" -> left)
    } else error.fold[ErrorReport.Report](VectorMap("status" -> "succeeded"))(problem =>
      VectorMap("status" -> "failed", "error" -> problem))

  private def conclude(outcome: ErrorReport.Report): Unit = if (ended.compareAndSet(false, true)) {
    OutputRouter.close(request.attempt)
    val timed = outcome.updated("ms", (System.nanoTime - taken) / 1000 / 1000.0)
    shared.attempts.end(request.attempt, timed)
    outbox.tell("ended", request.attempt, timed.toSeq: _*)
  }
}
