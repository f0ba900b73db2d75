package amaterasu.host.protocol

import java.io.RandomAccessFile
import java.nio.file.{Files, Path}
import scala.collection.mutable

/**
 * The lines that were given a number and that the leader has not yet acknowledged, oldest first: the first ones in
 * memory, what does not fit there in a file that is deleted with the process. Not thread-safe.
 */
final class Unacknowledged(folder: Path, memoryBytes: Int = 4 * 1024 * 1024) {
  private case class Stored(seq: Long, at: Long, length: Int)

  private val memory = mutable.ArrayDeque.empty[(Long, Array[Byte])]
  private val stored = mutable.ArrayDeque.empty[Stored]
  private var held = 0
  private var end = 0L
  private lazy val file = {
    val path = Files.createTempFile(folder, "unacknowledged", ".jsonl")
    val opened = new RandomAccessFile(path.toFile, "rw")
    Files.delete(path)
    opened
  }

  def add(seq: Long, line: Array[Byte]): Unit =
    if (stored.isEmpty && held + line.length <= memoryBytes) {
      memory += seq -> line
      held += line.length
    } else {
      file.seek(end)
      file.write(line)
      stored += Stored(seq, end, line.length)
      end += line.length
    }

  /** Forgets everything up to `seq`. */
  def acknowledge(seq: Long): Unit = {
    while (memory.headOption.exists(_._1 <= seq)) held -= memory.removeHead()._2.length
    while (stored.headOption.exists(_.seq <= seq)) stored.removeHead()
    if (stored.isEmpty && end > 0) {
      end = 0
      file.setLength(0)
    }
  }

  /** Calls `send` with every line that is kept, oldest first. */
  def resend(send: Array[Byte] => Unit): Unit = {
    memory.foreach { case (_, line) => send(line) }
    stored.foreach { entry =>
      val line = new Array[Byte](entry.length)
      file.seek(entry.at)
      file.readFully(line)
      send(line)
    }
  }

  def isEmpty: Boolean = memory.isEmpty && stored.isEmpty
  def count: Int = memory.size + stored.size
}
