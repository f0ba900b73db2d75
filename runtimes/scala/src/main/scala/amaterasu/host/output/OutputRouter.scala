package amaterasu.host.output

import java.io.{OutputStream, PrintStream}
import org.apache.spark.TaskContext

/** Where a thread prints. */
final case class Streams(out: AttemptOutput, err: AttemptOutput) {
  def deliver(): Unit = { out.deliver(); err.deliver() }
  def finish(): Unit = { out.finish(); err.finish() }
}

/**
 * Leads what is printed to the attempt that prints it: in a task of local mode by the local property of its job, since
 * pooled threads inherit whichever attempt made them; else by thread; else to the host's own streams.
 */
object OutputRouter {
  /** The local property that names the attempt of a job. */
  val AttemptProperty = "ama.attempt"

  val hostOut: PrintStream = System.out
  val hostErr: PrintStream = System.err

  private val ofThread = new InheritableThreadLocal[() => Option[Streams]]
  private val ofAttempt = new java.util.concurrent.ConcurrentHashMap[String, Streams]
  @volatile private var sparkIsThere = false

  /** Before `Console` is touched, which keeps the streams it finds. */
  def install(): Unit = {
    System.setOut(router(hostOut, _.out))
    System.setErr(router(hostErr, _.err))
    val ticker = new Thread(() => deliverForever(), "ama-output")
    ticker.setDaemon(true)
    ticker.start()
  }

  private def deliverForever(): Unit = while (true) {
    Thread.sleep(DeliverMs)
    ofAttempt.values.forEach(_.deliver())
  }

  /** From now on tasks may print. Until then no class of Spark is loaded for it. */
  def sparkStarted(): Unit = sparkIsThere = true

  def open(attempt: String, streams: Streams): Unit = ofAttempt.put(attempt, streams)

  /** From now on this thread, and those that it makes, print to what `find` says then. */
  def enter(find: () => Option[Streams]): Unit = ofThread.set(find)

  def close(attempt: String): Unit = Option(ofAttempt.remove(attempt)).foreach(_.finish())

  private def current: Option[Streams] = {
    val task = if (sparkIsThere) TaskContext.get() else null
    val named = if (task == null) null else task.getLocalProperty(AttemptProperty)
    val streams = if (named == null) null else ofAttempt.get(named)
    if (streams != null) Some(streams) else Option(ofThread.get).flatMap(_.apply())
  }

  private def router(host: PrintStream, choose: Streams => OutputStream): PrintStream = {
    def sink: OutputStream = current.fold[OutputStream](host)(choose)
    new PrintStream(new OutputStream {
      override def write(byte: Int): Unit = sink.write(byte)
      override def write(bytes: Array[Byte], offset: Int, length: Int): Unit = sink.write(bytes, offset, length)
      override def flush(): Unit = sink.flush()
    }, false, "UTF-8")
  }

  private val DeliverMs = 50L
}
