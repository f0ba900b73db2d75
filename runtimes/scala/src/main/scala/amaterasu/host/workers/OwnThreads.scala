package amaterasu.host.workers

/**
 * Threads that belong to no attempt, whoever makes them: they stand in no attempt's group and inherit none of its
 * values.
 */
private object OwnThreads {
  private val group: ThreadGroup =
    Iterator.iterate(Thread.currentThread.getThreadGroup)(_.getParent).takeWhile(_ != null).toList.last

  def start(name: String)(body: => Unit): Thread = {
    val thread = new Thread(group, () => body, name, 0, false)
    thread.setDaemon(true)
    thread.start()
    thread
  }
}
