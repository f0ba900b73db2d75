package amaterasu.runtime

import scala.language.implicitConversions

/**
 * A value of the environment's configuration or of the parameters. Its type is kept; where a `String`, `Int`, `Long`,
 * `Double` or `Boolean` is expected it becomes one, and `toString` gives its text. A value that cannot be what is
 * expected throws an `IllegalArgumentException` that names its key.
 */
final class Setting(val key: String, val value: Any) extends Serializable {
  def toInt: Int = read("a whole number")(_.toInt)
  def toLong: Long = read("a whole number")(_.toLong)
  def toDouble: Double = read("a number")(_.toDouble)
  def toBoolean: Boolean = read("true or false")(_.toBoolean)

  override def toString: String = Setting.text(value)

  /** Equal to another setting of the same value, and to that value itself. */
  override def equals(other: Any): Boolean = other match {
    case that: Setting => value == that.value
    case _ => value == other
  }
  override def hashCode: Int = value.##

  private def read[T](expected: String)(convert: String => T): T =
    try convert(toString.trim)
    catch {
      case _: IllegalArgumentException =>
        throw new IllegalArgumentException(s"$key is \"$this\", which is not $expected")
    }
}

object Setting {
  implicit def settingToString(setting: Setting): String = setting.toString
  implicit def settingToInt(setting: Setting): Int = setting.toInt
  implicit def settingToLong(setting: Setting): Long = setting.toLong
  implicit def settingToDouble(setting: Setting): Double = setting.toDouble
  implicit def settingToBoolean(setting: Setting): Boolean = setting.toBoolean

  private def text(value: Any): String = value match {
    case null => "null"
    case items: Seq[_] => items.map(text).mkString("[", ", ", "]")
    case map: collection.Map[_, _] => map.map { case (k, v) => s"$k: ${text(v)}" }.mkString("{", ", ", "}")
    case other => other.toString
  }
}
