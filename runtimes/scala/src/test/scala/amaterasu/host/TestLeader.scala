package amaterasu.host

import amaterasu.host.protocol.{Json, Params}
import java.io.{BufferedReader, InputStreamReader}
import java.net.{InetAddress, ServerSocket, Socket}
import java.nio.charset.StandardCharsets.UTF_8
import scala.collection.mutable

/** A leader for the tests: it speaks the protocol with one host over a loopback socket. */
final class TestLeader(lingerMs: Long = 0) {
  private val server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress)
  private val messages = mutable.ArrayBuffer.empty[(String, Params)]
  private val answers = mutable.HashMap.empty[Long, Params]
  private val open = mutable.LinkedHashMap.empty[Long, String]
  private var socket: Socket = null
  private var lastId = 0L
  private var received = 0L
  var acknowledges = true
  @volatile var reads = true
  var hellos: List[Params] = Nil

  val address: String = s"127.0.0.1:${server.getLocalPort}"

  /** Takes the next connection: answers its `hello`, and sends again what is open. */
  def accept(): Unit = {
    val accepted = server.accept()
    accepted.setTcpNoDelay(true)
    val reader = new BufferedReader(new InputStreamReader(accepted.getInputStream, UTF_8))
    val hello = Params.parse(reader.readLine())
    synchronized {
      hellos ::= hello.obj("params")
      socket = accepted
      send(Map("jsonrpc" -> "2.0", "id" -> 0, "result" -> Map(
        "protocol" -> 1, "session" -> "test", "key" -> "key", "resumeFrom" -> received, "lingerMs" -> lingerMs, "epoch" -> 1)))
      open.values.foreach(sendLine)
    }
    val thread = new Thread(() => read(reader), "test-leader")
    thread.setDaemon(true)
    thread.start()
  }

  /** Cuts the connection. */
  def drop(): Unit = socket.close()

  def close(): Unit = { server.close(); if (socket != null) socket.close() }

  /** The answer's result, or its error under `error`. */
  def ask(method: String, params: (String, Any)*): Params = {
    val id = synchronized {
      lastId += 1
      val line = Json.write(Map("jsonrpc" -> "2.0", "id" -> lastId, "method" -> method,
        "params" -> (Map[String, Any]("epoch" -> 1) ++ params)))
      open(lastId) = line
      sendLine(line)
      lastId
    }
    await(240000)(answers.get(id)).getOrElse(throw new AssertionError(s"no answer to $method"))
  }

  /** Waits for a message of an attempt. */
  def awaitMessage(attempt: String, method: String, ms: Long = 240000)(fits: Params => Boolean = _ => true): Params =
    await(ms)(messages.collectFirst {
      case (`method`, params) if params.optString("attempt").contains(attempt) && fits(params) => params
    }).getOrElse(throw new AssertionError(s"no $method of $attempt; there came ${of(attempt).map(_._1).mkString(", ")}"))

  def of(attempt: String): List[(String, Params)] =
    synchronized(messages.filter(_._2.optString("attempt").contains(attempt)).toList)

  def sequence: List[Long] = synchronized(messages.map(_._2.long("seq")).toList)

  private def await[T](ms: Long)(found: => Option[T]): Option[T] = synchronized {
    val until = System.nanoTime + ms * 1000000
    while (found.isEmpty && System.nanoTime < until) wait(math.max(1, (until - System.nanoTime) / 1000000))
    found
  }

  private def read(reader: BufferedReader): Unit =
    try {
      var line = reader.readLine()
      while (line != null) {
        while (!reads) Thread.sleep(10)
        if (line.nonEmpty) receive(Params.parse(line))
        line = reader.readLine()
      }
    } catch { case _: java.io.IOException => () }

  private def receive(message: Params): Unit = synchronized {
    message.optString("method") match {
      case Some(method) =>
        val params = message.obj("params")
        val seq = params.long("seq")
        if (seq > received) {
          received = seq
          messages += method -> params
          if (acknowledges) send(Map("jsonrpc" -> "2.0", "method" -> "ack", "params" -> Map("seq" -> seq)))
        }
      case None =>
        open.remove(message.long("id"))
        answers(message.long("id")) =
          message.optObj("result").getOrElse(new Params(Map("error" -> message.obj("error").fields)))
    }
    notifyAll()
  }

  private def send(message: Map[String, Any]): Unit = sendLine(Json.write(message))

  private def sendLine(line: String): Unit =
    try socket.getOutputStream.write((line + "\n").getBytes(UTF_8))
    catch { case _: java.io.IOException => () }
}
