package amaterasu.host.workers

import amaterasu.host.protocol.Params
import java.util.concurrent.TimeUnit.MILLISECONDS
import scala.collection.mutable
import scala.util.control.NonFatal

/** The workers of a host: those that run an attempt, and those that are free for the next one of an equal command. */
final class Workers(place: WorkerPlace) {
  private lazy val server = new WorkerServer
  private val free, busy = mutable.LinkedHashSet.empty[Worker]
  private var started = 0
  private var ending = false

  /** A worker for one attempt, perhaps one that is still starting; it must be given back. */
  def take(command: WorkerCommand): Worker = synchronized {
    free.filterInPlace(_.isAlive)
    val worker = free.find(_.command == command).getOrElse(start(command))
    free -= worker
    busy += worker
    worker
  }

  def giveBack(worker: Worker, reusable: Boolean): Unit = {
    val keep = synchronized {
      busy -= worker
      val keep = reusable && worker.isAlive && !ending
      if (keep) free += worker
      keep
    }
    if (!keep) worker.kill()
    surplus().foreach(_.kill())
  }

  /** Makes a worker ready for an action that will run later, unless there is one; returns its answer to `compile`. */
  def prepare(command: WorkerCommand, request: Map[String, Any]): Option[Params] = {
    val worker = synchronized {
      free.filterInPlace(_.isAlive)
      free.find(_.command == command).orElse(Option.when(!busy.exists(_.command == command))(start(command)))
    }
    try worker.map(_.prepare(request).get(Workers.PrepareMs, MILLISECONDS))
    catch { case NonFatal(_) => None }
  }

  /** Ends all of them; none is left when it returns. */
  def end(graceMs: Long): Unit = {
    val all = synchronized {
      ending = true
      (free ++ busy).toSeq
    }
    all.foreach(_.shutdown(graceMs))
    val until = System.nanoTime + math.min(graceMs, Workers.EndMs) * 1000000
    all.foreach(worker => worker.awaitEnd(math.max((until - System.nanoTime) / 1000000, 0)))
    all.foreach(_.kill())
  }

  private def start(command: WorkerCommand): Worker = {
    if (ending) throw new IllegalStateException("the host is ending")
    started += 1
    val worker = new Worker(command, server, place, place.folder.resolve(s"worker-$started.log"))
    free += worker
    worker
  }

  private def surplus(): Seq[Worker] = synchronized {
    val extra = free.toSeq.dropRight(Workers.MaxFree)
    free --= extra
    extra
  }
}

object Workers {
  /** Each has an interpreter, and soon Spark's and the user's libraries. */
  private val MaxFree = 4
  private val PrepareMs = 60000L
  private val EndMs = 2000L
}
