package amaterasu.host.protocol

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.locks.LockSupport
import scala.util.control.NonFatal

/** What the host says of itself in its `hello`. */
final case class Introduction(runner: String, version: String, types: Seq[String], capacity: Int)

/** What answers the leader's requests. Called on the connection's reading thread, so it must not block. */
trait Requests {
  def handle(method: String, params: Params, reply: Reply): Unit
}

/** The connection to the leader: dials, shakes hands, reads requests, and dials again for `lingerMs` when it breaks. */
final class Leader(
    address: String,
    token: String,
    introduction: Introduction,
    outbox: Outbox,
    firstEpoch: Long,
    firstLingerMs: Long
) {
  private sealed trait Greeting
  private case class Welcomed(link: Link) extends Greeting
  private case class Refused(why: String) extends Greeting

  @volatile private var epoch = firstEpoch
  @volatile private var lingerMs = firstLingerMs
  @volatile private var silenceMs = Option.empty[Long]
  @volatile private var current = Option.empty[Link]
  private var key = Option.empty[String]

  /** Serves requests until the leader is gone for good; returns why. */
  def serve(requests: Requests): String = {
    daemon("ama-writer")(outbox.writeForever(() => silenceMs.map(_ / 3)))
    daemon("ama-silence")(watchSilence())
    var ended = Option.empty[String]
    while (ended.isEmpty) dial() match {
      case Left(why) => ended = Some(why)
      case Right(link) =>
        try read(link, requests)
        catch { case _: IOException => () }
        outbox.disconnect()
        current = None
        link.close()
    }
    ended.get
  }

  private def dial(): Either[String, Link] =
    if (key.isDefined && lingerMs == 0) Left(s"the leader at $address has hung up") else dialUntilLingered()

  private def dialUntilLingered(): Either[String, Link] = {
    val until = System.nanoTime + math.max(lingerMs, if (key.isEmpty) Leader.FirstDialMs else 0) * 1000000
    var pauseMs = 20L
    var result = attempt()
    while (result.left.exists(_._2) && System.nanoTime < until) {
      LockSupport.parkNanos(pauseMs * 1000000)
      pauseMs = math.min(pauseMs * 2, 1000)
      result = attempt()
    }
    result.left.map(_._1)
  }

  /** Left: why not, and whether trying again may help. */
  private def attempt(): Either[(String, Boolean), Link] =
    try {
      val link = Link.dial(address)
      val greeted = new AtomicBoolean
      CompletableFuture.delayedExecutor(Leader.WelcomeMs, MILLISECONDS).execute(() => if (!greeted.get) link.close())
      try greet(link, greeted) match {
        case Welcomed(greeted) => Right(greeted)
        case Refused(why) => link.close(); Left(why -> false)
      } catch { case problem: IOException => link.close(); throw problem }
    } catch {
      case problem: IOException => Left(s"the leader at $address does not answer: ${problem.getMessage}" -> true)
      case NonFatal(problem) => Left(s"the leader at $address: ${problem.getMessage}" -> false)
    }

  private def greet(link: Link, greeted: AtomicBoolean): Greeting = {
    val secret = key.map("key" -> _).getOrElse("token" -> token)
    val hello = Map(
      "protocol" -> List(1), secret, "runner" -> introduction.runner, "version" -> introduction.version,
      "types" -> introduction.types, "capacity" -> introduction.capacity, "pid" -> ProcessHandle.current.pid,
      "host" -> Leader.hostName, "lastSeq" -> outbox.lastSeq, "epoch" -> epoch)
    val line = Json.write(Map("jsonrpc" -> "2.0", "id" -> 0, "method" -> "hello", "params" -> hello))
    link.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)))
    val answer = Params.parse(link.readLine().getOrElse(throw new IOException("it closed the connection")))
    greeted.set(true)
    answer.optObj("error") match {
      case Some(error) => Refused(s"the leader refused this host: ${error.string("message")}")
      case None => welcome(link, answer.obj("result"))
    }
  }

  private def welcome(link: Link, params: Params): Greeting =
    if (params.long("epoch") < epoch) Refused("the leader is an older one")
    else {
      epoch = params.long("epoch")
      lingerMs = params.long("lingerMs")
      silenceMs = params.optLong("silenceMs")
      key = Some(params.string("key"))
      current = Some(link)
      outbox.connect(link, params.long("resumeFrom"))
      Welcomed(link)
    }

  private def read(link: Link, requests: Requests): Unit = {
    var line = link.readLine()
    while (line.isDefined) {
      line.foreach(text => receive(text, requests))
      line = link.readLine()
    }
  }

  private def receive(line: String, requests: Requests): Unit = {
    val message =
      try Params.parse(line)
      catch { case problem: IllegalArgumentException => throw new IOException(problem.getMessage) }
    (message.fields.get("id"), message.optString("method")) match {
      case (None | Some(null), Some("ack")) => outbox.acknowledge(message.obj("params").long("seq"))
      case (Some(id), Some(method)) if id != null => request(id, method, message.obj("params"), requests)
      case _ => ()
    }
  }

  private def request(id: Any, method: String, params: Params, requests: Requests): Unit = {
    val reply = new Reply(id, outbox)
    try
      if (params.long("epoch") < epoch)
        reply.fail(Reply.OldEpoch, s"epoch ${params.long("epoch")} is older than $epoch")
      else {
        epoch = params.long("epoch")
        requests.handle(method, params, reply)
      }
    catch {
      case problem: Params.BadParams => reply.fail(Reply.InvalidParams, problem.getMessage)
      case NonFatal(problem) => reply.fail(Reply.Internal, problem.toString)
    }
  }

  /** Closes a connection on which nothing has come for `silenceMs`, once. */
  private def watchSilence(): Unit = while (true) {
    Thread.sleep(silenceMs.fold(500L)(ms => math.max(ms / 4, 10)))
    for (ms <- silenceMs; link <- current if System.nanoTime - link.heardAt > ms * 1000000) link.close()
  }

  private def daemon(name: String)(body: => Unit): Unit = {
    val thread = new Thread(() => body, name)
    thread.setDaemon(true)
    thread.start()
  }
}

object Leader {
  /** How long a leader that has just started this host may take to listen. */
  private val FirstDialMs = 5000L

  /** How long a leader that has taken the connection may take to answer: one that hangs must not hold the host. */
  private val WelcomeMs = 10000L

  /** Without asking a name server, which may take seconds. */
  private def hostName: String = sys.env.get("HOSTNAME").filter(_.nonEmpty).getOrElse("localhost")
}
