package amaterasu.host

import scala.collection.mutable

/** Tests with names. A test that throws has failed. */
abstract class Suite(val host: TestHost) {
  private val all = mutable.ListBuffer.empty[(String, () => Unit)]

  protected def test(name: String)(body: => Unit): Unit = all += name -> (() => body)
  def tests: List[(String, () => Unit)] = all.toList

  protected def same(actual: Any, expected: Any): Unit =
    if (actual != expected) throw new AssertionError(s"expected $expected, but it is $actual")

  protected def holds(condition: Boolean, otherwise: => Any): Unit =
    if (!condition) throw new AssertionError(String.valueOf(otherwise))

  protected def contains(text: String, part: String): Unit =
    if (!text.contains(part)) throw new AssertionError(s"\"$part\" is not in: $text")

  /** Runs, and fails unless it succeeds. */
  protected def succeed(action: String, source: String, asked: Asked = Asked()): Ran = {
    val ran = host.run(action, source, asked)
    holds(ran.status == "succeeded", s"$action ${ran.status}: ${ran.error.fields.removed("stack")}")
    ran
  }

  protected def fail(action: String, source: String, asked: Asked = Asked()): Ran = {
    val ran = host.run(action, source, asked)
    same(ran.status, "failed")
    ran
  }
}
