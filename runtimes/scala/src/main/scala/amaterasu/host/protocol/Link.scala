package amaterasu.host.protocol

import java.io.IOException
import java.net.{InetSocketAddress, StandardSocketOptions, UnixDomainSocketAddress}
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Path

/** One stream socket with lines in both directions; one thread may read while another one writes. */
final class Link private (channel: SocketChannel) extends AutoCloseable {
  private var buffer = new Array[Byte](64 * 1024)
  private var from, until = 0

  @volatile private var lastByteAt = System.nanoTime

  /** When the last byte came, by `System.nanoTime`: an empty line is a sign of life too. */
  def heardAt: Long = lastByteAt

  /** The next line that is not empty, or `None` at the end of the stream. */
  @annotation.tailrec
  def readLine(): Option[String] = {
    val end = indexOfLineFeed(from)
    if (end >= 0) {
      val line = new String(buffer, from, end - from, UTF_8)
      from = end + 1
      if (line.isEmpty) readLine() else Some(line)
    } else if (fill()) readLine()
    else None
  }

  def write(bytes: ByteBuffer): Unit = while (bytes.hasRemaining) channel.write(bytes)

  override def close(): Unit = channel.close()

  private def indexOfLineFeed(start: Int): Int = {
    var i = start
    while (i < until && buffer(i) != '\n') i += 1
    if (i < until) i else -1
  }

  private def fill(): Boolean = {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, until - from)
      until -= from
      from = 0
    }
    if (until == buffer.length) {
      if (buffer.length > Link.MaxLineBytes) throw new IOException(s"a line is longer than ${Link.MaxLineBytes} bytes")
      buffer = java.util.Arrays.copyOf(buffer, buffer.length * 2)
    }
    val read = channel.read(ByteBuffer.wrap(buffer, until, buffer.length - until))
    lastByteAt = System.nanoTime
    if (read > 0) until += read
    read >= 0
  }
}

object Link {
  val MaxLineBytes: Int = 1024 * 1024

  /** A connection that has been taken. */
  def of(channel: SocketChannel): Link = {
    channel.setOption[java.lang.Boolean](StandardSocketOptions.TCP_NODELAY, true)
    new Link(channel)
  }

  /** `host:port`, or the absolute path of a Unix socket. */
  def dial(address: String): Link =
    if (address.startsWith("/")) new Link(SocketChannel.open(UnixDomainSocketAddress.of(Path.of(address))))
    else {
      val colon = address.lastIndexOf(':')
      of(SocketChannel.open(new InetSocketAddress(address.take(colon), address.drop(colon + 1).toInt)))
    }
}
