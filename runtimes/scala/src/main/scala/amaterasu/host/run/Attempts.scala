package amaterasu.host.run

import java.util.concurrent.{ConcurrentHashMap, ConcurrentSkipListMap}

/** The attempts of this host: those that run, and how those that are over ended. */
final class Attempts {
  private val running = new ConcurrentHashMap[String, Execution]
  private val byFirstPackage = new ConcurrentSkipListMap[Int, (Int, Execution)]
  private val outcomes = java.util.Collections.synchronizedMap(
    new java.util.LinkedHashMap[String, ErrorReport.Report] {
      override def removeEldestEntry(eldest: java.util.Map.Entry[String, ErrorReport.Report]): Boolean =
        size > Attempts.Remembered
    })

  /** Says whether it is new. */
  def begin(id: String, execution: Execution): Boolean =
    !outcomes.containsKey(id) && running.putIfAbsent(id, execution) == null

  def end(id: String, outcome: ErrorReport.Report): Unit = {
    outcomes.put(id, outcome)
    Option(running.remove(id)).foreach(execution => byFirstPackage.values.removeIf(_._2 eq execution))
  }

  def get(id: String): Option[Execution] = Option(running.get(id))
  def outcome(id: String): Option[ErrorReport.Report] = Option(outcomes.get(id))
  def all: Seq[Execution] = running.values.toArray(Array.empty[Execution]).toSeq

  /** Notes that the packages from `first` to `last` hold the attempt's classes. */
  def own(first: Int, last: Int, execution: Execution): Unit = byFirstPackage.put(first, (last, execution))

  def byPackage(number: Int): Option[Execution] =
    Option(byFirstPackage.floorEntry(number)).map(_.getValue).collect { case (last, found) if number <= last => found }
}

object Attempts {
  private val Remembered = 1000
}
