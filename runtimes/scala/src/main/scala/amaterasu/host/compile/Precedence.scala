package amaterasu.host.compile

import java.util.concurrent.TimeUnit.MILLISECONDS

/**
 * Lets the compilation of an action that is to run go before those that are prepared: at the start of a host each would
 * make an interpreter of its own, and they would share the cores with the start of Spark.
 */
private final class Precedence {
  private var running = 0
  private var isCold = true

  def first[T](body: => T): T = {
    synchronized(running += 1)
    try body
    finally synchronized {
      running -= 1
      isCold = false
      notifyAll()
    }
  }

  /** Waits for those that go first; at the very beginning a little for one to come. */
  def later[T](body: => T): T = {
    synchronized {
      val until = System.nanoTime + MILLISECONDS.toNanos(Precedence.FirstMs)
      while (isCold && running == 0 && System.nanoTime < until) wait(Precedence.FirstMs / 10)
      while (running > 0) wait()
    }
    body
  }
}

private object Precedence {
  private val FirstMs = 300L
}
