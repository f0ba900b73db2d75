package amaterasu.runtime

import org.apache.spark.TaskContext
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{DataFrame, SparkSession}
import scala.reflect.ClassTag

/** One execution of an action, as its own code reaches it through `AmaContext`. */
abstract class Attempt {
  def env: Env
  def session: SparkSession
  def dataFrame(action: String, name: String): DataFrame

  /** Whether `action.name` means a dataset in SQL. */
  def knows(action: String, name: String): Boolean

  /** The dataset that version 0.2 knew as the table `amacontext_start_odd`. */
  def byOldName(table: String): Option[(String, String)]
  def rdd[T: ClassTag](action: String, name: String): RDD[T]
  def load(name: String): DataFrame
  def persist(name: String, data: DataFrame): Unit
  def source(name: String): Settings
  def register(name: String, value: Any): Unit
  def failure: Option[Failure]
  final lazy val context: AmaContext = AmaContext.of(this)
}

object Attempt {
  /** Finds an attempt by the number of a `$line<N>` package of its classes. */
  @volatile private[amaterasu] var byPackage: Int => Option[Attempt] = _ => None

  /**
   * Who knows a thread's attempt. A thread on which one attempt after another has its calls answered, as those of a
   * worker process, asks which of them it is now.
   */
  private[amaterasu] val ofThread = new InheritableThreadLocal[() => Option[Attempt]]

  /**
   * The attempt whose code is running: the one whose classes are nearest on the stack, since a pooled thread may have
   * been made by another one; else the one that made the thread.
   */
  def current: Attempt =
    currentOption.getOrElse(throw new IllegalStateException("no action is running in this thread"))

  private[amaterasu] def currentOption: Option[Attempt] = onStack.orElse(Option(ofThread.get).flatMap(_.apply()))

  private[amaterasu] def driverSide(member: String): Attempt = {
    if (TaskContext.get() != null) notOnExecutor(member)
    current
  }

  private[amaterasu] def notOnExecutor(member: String): Nothing = throw new IllegalStateException(
    s"$member belongs to the driver and cannot be used in a closure that runs on an executor; " +
      "take what the closure needs into a value before it")

  private def onStack: Option[Attempt] = StackWalker.getInstance.walk[Option[Attempt]] { frames =>
    val found = frames.map[Option[Attempt]](frame => packageNumber(frame.getClassName).flatMap(byPackage))
      .filter(_.isDefined).findFirst
    if (found.isPresent) found.get else None
  }

  /** `$line1000000007.$read$$iw` is of package 1000000007. */
  private[amaterasu] def packageNumber(className: String): Option[Int] =
    if (!className.startsWith("$line")) None
    else className.slice(5, math.max(className.indexOf('.'), 5)).toIntOption
}
