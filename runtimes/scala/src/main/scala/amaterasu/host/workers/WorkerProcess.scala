package amaterasu.host.workers

import java.io.{File, RandomAccessFile}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit.MILLISECONDS
import scala.util.control.NonFatal

/** A worker's process, which leads a process group of its own where the system has `setsid`. */
final class WorkerProcess(command: WorkerCommand, environment: Map[String, String], val log: Path) {
  private val process = {
    val builder = new ProcessBuilder((WorkerProcess.setsid.toList ++ command.command): _*)
    builder.redirectInput(new File("/dev/null")).redirectErrorStream(true)
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile))
    (command.env ++ environment).foreach { case (key, value) => builder.environment.put(key, value) }
    builder.start()
  }

  def pid: Long = process.pid
  def isAlive: Boolean = process.isAlive

  /** Says whether it has ended by then. */
  def awaitEnd(ms: Long): Boolean = process.waitFor(ms, MILLISECONDS)

  /** Calls `body` on a thread of its own when the process has ended. */
  def onEnd(body: => Unit): Unit = OwnThreads.start(s"ama-worker-$pid-end") { process.waitFor(); body }: Unit

  /** How it ended, in words; empty while it lives. */
  def ending: Option[String] = Option.when(!process.isAlive)(process.exitValue match {
    case code if code > 128 && WorkerProcess.Signals.contains(code - 128) =>
      s"was killed by signal ${code - 128} (${WorkerProcess.Signals(code - 128)})"
    case code => s"ended with exit code $code"
  })

  /** Kills it and all that it has started and left in its group. */
  def kill(): Unit = {
    val below = process.descendants.toArray(size => new Array[ProcessHandle](size))
    if (WorkerProcess.setsid.isDefined) killGroup()
    process.destroyForcibly()
    below.foreach(_.destroyForcibly())
  }

  /** Java has no call for a whole group. */
  private def killGroup(): Unit =
    try new ProcessBuilder("/bin/sh", "-c", s"kill -KILL -$pid").redirectErrorStream(true)
      .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor(1000, MILLISECONDS): Unit
    catch { case NonFatal(_) => () }

  def logSize: Long = if (Files.exists(log)) Files.size(log) else 0

  /** The last lines of its log that stand after `start`. */
  def lastWords(start: Long): String = if (logSize <= start) "" else {
    val file = new RandomAccessFile(log.toFile, "r")
    try {
      val from = math.max(start, file.length - WorkerProcess.TailBytes)
      file.seek(from)
      val bytes = new Array[Byte]((file.length - from).toInt)
      file.readFully(bytes)
      new String(bytes, UTF_8).linesIterator.toSeq.takeRight(WorkerProcess.TailLines).mkString("\n").trim
    } finally file.close()
  }
}

object WorkerProcess {
  private val TailBytes = 4096
  private val TailLines = 12
  private val Signals = Map(
    1 -> "SIGHUP", 2 -> "SIGINT", 3 -> "SIGQUIT", 4 -> "SIGILL", 6 -> "SIGABRT", 7 -> "SIGBUS", 8 -> "SIGFPE",
    9 -> "SIGKILL", 11 -> "SIGSEGV", 13 -> "SIGPIPE", 15 -> "SIGTERM")

  /** Java cannot start a session either. Without the program only the descendants are known that are still linked. */
  private lazy val setsid: Option[String] =
    sys.env.getOrElse("PATH", "/usr/bin:/bin").split(File.pathSeparator).map(folder => new File(folder, "setsid"))
      .find(_.canExecute).map(_.getPath)
}
