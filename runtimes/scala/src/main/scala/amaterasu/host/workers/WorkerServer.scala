package amaterasu.host.workers

import amaterasu.host.protocol.{Json, Link, Params, Reply}
import java.io.IOException
import java.net.{InetAddress, InetSocketAddress}
import java.nio.ByteBuffer
import java.nio.channels.{ServerSocketChannel, SocketChannel}
import java.nio.charset.StandardCharsets.UTF_8
import java.security.SecureRandom
import java.util.Base64
import java.util.concurrent.CompletableFuture.delayedExecutor
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.atomic.AtomicBoolean
import scala.util.control.NonFatal

/** Where the host's workers dial: the leader's side of the handshake. A worker cannot come back, as both are on one machine. */
final class WorkerServer {
  private val server = ServerSocketChannel.open()
    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress, 0))
  private val expected = new ConcurrentHashMap[String, WorkerLink => Unit]

  val address: String = {
    val local = server.getLocalAddress.asInstanceOf[InetSocketAddress]
    val host = local.getAddress.getHostAddress
    s"${if (host.contains(':')) s"[$host]" else host}:${local.getPort}"
  }

  OwnThreads.start("ama-workers")(while (true) {
    val channel = server.accept()
    OwnThreads.start("ama-worker-hello")(greet(channel)): Unit
  })

  /** Makes a token that one worker may use once; `arrived` gets its connection. */
  def expect(arrived: WorkerLink => Unit): String = {
    val token = WorkerServer.secret()
    expected.put(token, arrived)
    token
  }

  def forget(token: String): Unit = expected.remove(token): Unit

  private def greet(channel: SocketChannel): Unit = {
    val link = Link.of(channel)
    val greeted = new AtomicBoolean
    delayedExecutor(WorkerServer.HelloMs, MILLISECONDS).execute(() => if (!greeted.get) link.close())
    try {
      val hello = Params.parse(link.readLine().getOrElse(throw new IOException("no hello")))
      greeted.set(true)
      answer(link, hello)
    } catch { case NonFatal(_) => link.close() }
  }

  private def answer(link: Link, message: Params): Unit = {
    val hello = message.obj("params")
    val id = message.fields.getOrElse("id", null)
    def refuse(code: Int, why: String): Unit = {
      send(link, id, "error" -> Map("code" -> code, "message" -> why))
      link.close()
    }
    if (!message.optString("method").contains("hello")) refuse(WorkerServer.Refused, "refused")
    else if (!hello.strings("protocol").contains("1")) refuse(WorkerServer.NoVersion, "this leader speaks version 1")
    else if (hello.optLong("epoch").exists(_ > WorkerLink.Epoch)) refuse(Reply.OldEpoch, "this leader is an older one")
    else hello.optString("token").flatMap(token => Option(expected.remove(token))) match {
      case None => refuse(WorkerServer.Refused, "refused")
      case Some(arrived) =>
        send(link, id, "result" -> Map("protocol" -> 1, "session" -> "worker", "key" -> WorkerServer.secret(),
          "resumeFrom" -> 0, "lingerMs" -> 0, "epoch" -> WorkerLink.Epoch))
        arrived(new WorkerLink(link, hello.optString("runner")))
    }
  }

  private def send(link: Link, id: Any, outcome: (String, Any)): Unit =
    link.write(ByteBuffer.wrap((Json.write(Map("jsonrpc" -> "2.0", "id" -> id, outcome)) + "\n").getBytes(UTF_8)))
}

object WorkerServer {
  private val HelloMs = 10000L
  private val Refused = -32001
  private val NoVersion = -32002

  def secret(): String = {
    val bytes = new Array[Byte](32)
    new SecureRandom().nextBytes(bytes)
    Base64.getUrlEncoder.withoutPadding.encodeToString(bytes)
  }
}
