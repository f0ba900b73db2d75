package amaterasu.host.protocol

import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.locks.ReentrantLock
import scala.collection.mutable

/**
 * What the host has to tell. Notifications get their number when they leave, so their order on the wire is the order of
 * the numbers; they are kept until the leader acknowledges them and sent again after a reconnect.
 *
 * Answers go first, then control messages, then output; but within one attempt the order is that of the calls, so that
 * a statement's output stands before its end. Output that has not left is bounded: whoever prints more waits.
 */
final class Outbox(folder: Path, outputBytes: Int = 1024 * 1024) {
  private case class Message(attempt: String, method: String, fields: String, size: Int)

  private val lock = new ReentrantLock
  private val changed = lock.newCondition()
  private val answers = mutable.ArrayDeque.empty[Array[Byte]]
  private val urgent, bulk = mutable.ArrayDeque.empty[Message]
  private val waiting = mutable.HashMap.empty[String, Int].withDefaultValue(0)
  private val unacknowledged = new Unacknowledged(folder)
  private var outputHeld = 0
  private var seq = 0L
  private var generation = 0
  private var link: Option[Link] = None

  /** Sends a message of an attempt, or of the host where `attempt` is empty. Never blocks. */
  def tell(method: String, attempt: String, fields: (String, Any)*): Unit = locked {
    val message = Message(attempt, method, text(attempt, fields), 0)
    if (waiting(attempt) > 0) enqueue(message)
    else {
      urgent += message
      changed.signalAll()
    }
  }

  /**
   * Sends output; waits while too much of it has not left. An interrupt ends the waiting, not the output: whoever is
   * being cancelled must not fail at its last words.
   */
  def output(attempt: String, stream: String, text: String): Unit = {
    val fields = this.text(attempt, Seq("stream" -> stream, "text" -> text))
    locked {
      awaitRoom(fields.length)
      outputHeld += fields.length
      enqueue(Message(attempt, "output", fields, fields.length))
    }
  }

  private def awaitRoom(size: Int): Unit =
    try while (outputHeld > 0 && outputHeld + size > outputBytes) changed.await()
    catch { case _: InterruptedException => Thread.currentThread.interrupt() }

  def answer(line: String): Unit = locked {
    answers += bytes(line)
    changed.signalAll()
  }

  def acknowledge(upTo: Long): Unit = locked {
    unacknowledged.acknowledge(upTo)
    changed.signalAll()
  }

  def lastSeq: Long = locked(seq)

  /** Takes a new connection: first goes what the leader has not seen. Answers of an older connection are dropped. */
  def connect(next: Link, resumeFrom: Long): Unit = locked {
    unacknowledged.acknowledge(resumeFrom)
    answers.clear()
    generation += 1
    link = Some(next)
    changed.signalAll()
  }

  def disconnect(): Unit = locked { link = None }

  /** Waits until everything has been acknowledged, at most `ms`; says whether it has. */
  def drain(ms: Long): Boolean = locked {
    var left = MILLISECONDS.toNanos(ms)
    while (left > 0 && !(urgent.isEmpty && bulk.isEmpty && answers.isEmpty && unacknowledged.isEmpty))
      left = changed.awaitNanos(left)
    left > 0
  }

  /** Writes for ever; a failed write closes its link, whose reader then dials again. `aliveMs` is how often to speak. */
  def writeForever(aliveMs: () => Option[Long]): Unit = {
    var seen = 0
    while (true) {
      val (target, lines) = locked(awaitLines(seen, aliveMs()))
      val written =
        try { lines.foreach(target.write); true }
        catch { case _: java.io.IOException => target.close(); false }
      seen = locked {
        val current = link.contains(target)
        if (current && !written) link = None
        if (current && written) generation else seen
      }
    }
  }

  private def awaitLines(seen: Int, aliveMs: Option[Long]): (Link, Seq[ByteBuffer]) = {
    var left = aliveMs.map(MILLISECONDS.toNanos).getOrElse(Long.MaxValue)
    while (link.isEmpty || (generation == seen && isIdle && left > 0)) {
      if (link.isEmpty) changed.await() else left = changed.awaitNanos(left)
    }
    val lines = mutable.ArrayBuffer.empty[ByteBuffer]
    if (generation != seen) unacknowledged.resend(line => lines += ByteBuffer.wrap(line))
    if (isIdle && lines.isEmpty) lines += ByteBuffer.wrap(Array[Byte]('\n'))
    else lines += ByteBuffer.wrap(takeBatch())
    (link.get, lines.toSeq)
  }

  private def isIdle: Boolean = answers.isEmpty && urgent.isEmpty && bulk.isEmpty

  /** Everything urgent and up to 64 KiB of the rest, as one write. */
  private def takeBatch(): Array[Byte] = {
    val out = new java.io.ByteArrayOutputStream(4096)
    while (answers.nonEmpty) out.write(answers.removeHead())
    while (urgent.nonEmpty) out.write(number(urgent.removeHead()))
    while (bulk.nonEmpty && out.size < Outbox.BatchBytes) out.write(number(takeBulk()))
    changed.signalAll()
    out.toByteArray
  }

  private def takeBulk(): Message = {
    val message = bulk.removeHead()
    outputHeld -= message.size
    val left = waiting(message.attempt) - 1
    if (left == 0) waiting.remove(message.attempt) else waiting(message.attempt) = left
    message
  }

  private def number(message: Message): Array[Byte] = {
    seq += 1
    val line = bytes(s"""{"jsonrpc":"2.0","method":"${message.method}","params":{"seq":$seq${message.fields}}}""")
    unacknowledged.add(seq, line)
    line
  }

  private def enqueue(message: Message): Unit = {
    bulk += message
    waiting(message.attempt) += 1
    changed.signalAll()
  }

  /** The fields as JSON, from the comma that follows `seq`; written by the caller's thread, not by the writer's. */
  private def text(attempt: String, fields: Seq[(String, Any)]): String = {
    val all = if (attempt.isEmpty) fields else ("attempt" -> attempt) +: fields
    val written = Json.write(collection.immutable.VectorMap.from(all))
    if (written == "{}") "" else "," + written.substring(1, written.length - 1)
  }

  private def bytes(line: String): Array[Byte] = (line + "\n").getBytes(UTF_8)

  private def locked[T](body: => T): T = {
    lock.lock()
    try body
    finally lock.unlock()
  }
}

object Outbox {
  private val BatchBytes = 64 * 1024
}
