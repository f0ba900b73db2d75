package amaterasu.host.output

import amaterasu.host.protocol.Outbox
import java.io.OutputStream
import java.nio.charset.StandardCharsets.UTF_8

/** Everything that one attempt prints to one stream, sent on in pieces that end between two characters. */
final class AttemptOutput(attempt: String, stream: String, outbox: Outbox) extends OutputStream {
  private val buffer = new Array[Byte](AttemptOutput.PieceBytes)
  private var used = 0
  private var finished = false

  override def write(byte: Int): Unit = write(Array(byte.toByte), 0, 1)

  override def write(bytes: Array[Byte], offset: Int, length: Int): Unit = synchronized {
    var from = offset
    // Code that could not be stopped may print after its attempt has ended.
    var left = if (finished) 0 else length
    while (left > 0) {
      if (used == buffer.length) send()
      val taken = math.min(left, buffer.length - used)
      System.arraycopy(bytes, from, buffer, used, taken)
      used += taken
      from += taken
      left -= taken
    }
  }

  /** Lines wait for company; `deliver` sends what there is. */
  override def flush(): Unit = ()

  def deliver(): Unit = synchronized(if (used > 0) send())

  /** Sends the last bytes too, even where they are no character. */
  def finish(): Unit = synchronized {
    deliver()
    if (used > 0) outbox.output(attempt, stream, new String(buffer, 0, used, UTF_8))
    used = 0
    finished = true
  }

  private def send(): Unit = {
    val whole = used - AttemptOutput.torn(buffer, used)
    if (whole > 0) {
      val text = new String(buffer, 0, whole, UTF_8)
      System.arraycopy(buffer, whole, buffer, 0, used - whole)
      used -= whole
      outbox.output(attempt, stream, text)
    }
  }
}

object AttemptOutput {
  /** Escaped as JSON it is at most six times as long, and still far from the longest line. */
  private val PieceBytes = 32 * 1024

  /** How many bytes at the end begin a UTF-8 character that is not complete. */
  private def torn(bytes: Array[Byte], used: Int): Int = {
    val begin = (1 to math.min(3, used)).find(back => (bytes(used - back) & 0xc0) != 0x80)
    begin.filter(back => length(bytes(used - back)) > back).getOrElse(0)
  }

  private def length(first: Byte): Int =
    if ((first & 0xe0) == 0xc0) 2 else if ((first & 0xf0) == 0xe0) 3 else if ((first & 0xf8) == 0xf0) 4 else 1
}
