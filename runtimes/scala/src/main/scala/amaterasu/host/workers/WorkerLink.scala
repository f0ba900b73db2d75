package amaterasu.host.workers

import amaterasu.host.protocol.{Json, Link, Params}
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.{CompletableFuture, ConcurrentHashMap}
import scala.collection.immutable.VectorMap
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/**
 * The connection to one worker, as its leader has it. What the worker tells is acknowledged when it has been passed on,
 * so that a worker that floods waits where this host does. Writing has a thread of its own: a worker that is busy may
 * not read for a while.
 */
final class WorkerLink(link: Link, val runner: Option[String]) {
  private val waiting = mutable.ArrayDeque.empty[String]
  private val open = new ConcurrentHashMap[Long, CompletableFuture[Params]]
  private var lastId, taken, acknowledged = 0L
  private var closed = false

  /** Asks; the answer is the whole message, with its `result` or `error`. It fails when the connection ends before. */
  def ask(method: String, params: Map[String, Any]): CompletableFuture[Params] = synchronized {
    lastId += 1
    val answer = new CompletableFuture[Params]
    if (closed) answer.completeExceptionally(new IOException("the worker is gone"))
    else {
      open.put(lastId, answer)
      waiting += Json.write(VectorMap("jsonrpc" -> "2.0", "id" -> lastId, "method" -> method,
        "params" -> (params + ("epoch" -> WorkerLink.Epoch))))
      notifyAll()
    }
    answer
  }

  /** Reads until the connection ends. Calls `receive` with each message, in order, once; throws where one is malformed. */
  def serve(receive: (String, Params) => Unit): Unit = {
    OwnThreads.start("ama-worker-writer")(write())
    try {
      var line = link.readLine()
      while (line.isDefined) {
        line.foreach(text => take(Params.parse(text), receive))
        line = link.readLine()
      }
    } finally close()
  }

  def close(): Unit = {
    synchronized { closed = true; notifyAll() }
    link.close()
    open.values.asScala.foreach(_.completeExceptionally(new IOException("the worker is gone")))
  }

  private def take(message: Params, receive: (String, Params) => Unit): Unit = message.optString("method") match {
    case Some(method) =>
      val params = message.obj("params")
      val seq = params.long("seq")
      if (seq > taken + 1) throw new Params.BadParams(s"the message after number $taken has number $seq")
      if (seq == taken + 1) receive(method, params)
      synchronized { taken = math.max(taken, seq); notifyAll() }
    case None =>
      Option(open.remove(message.long("id"))).foreach(_.complete(message))
  }

  private def write(): Unit =
    try
      while (!isOver) {
        val lines = next()
        if (lines.nonEmpty) link.write(ByteBuffer.wrap(lines.mkString("", "\n", "\n").getBytes(UTF_8)))
      }
    catch {
      // The worker is gone. Who reads comes to the end of what it had still told.
      case _: IOException => ()
    }

  private def isOver: Boolean = synchronized(closed)

  private def next(): Seq[String] = synchronized {
    while (!closed && waiting.isEmpty && acknowledged == taken) wait()
    val requests = waiting.removeAll().toSeq
    if (acknowledged == taken) requests
    else {
      acknowledged = taken
      requests :+ s"""{"jsonrpc":"2.0","method":"ack","params":{"seq":$taken}}"""
    }
  }
}

object WorkerLink {
  /** A worker has one leader in its life. */
  val Epoch = 1L
}
