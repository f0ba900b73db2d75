package amaterasu.runtime

import scala.collection.immutable.{AbstractMap, ListMap}

/** Keys to values. A key that is not there throws a `NoSuchElementException` that names those that are; `what` begins it. */
final class Settings(what: String, values: Map[String, Setting])
    extends AbstractMap[String, Setting] with Serializable {
  override def get(key: String): Option[Setting] = values.get(key)
  override def iterator: Iterator[(String, Setting)] = values.iterator
  override def updated[V >: Setting](key: String, value: V): Map[String, V] = values.updated(key, value)
  override def removed(key: String): Map[String, Setting] = values.removed(key)
  override def default(key: String): Setting = {
    val known = if (values.isEmpty) "it has none" else "it has " + values.keys.toSeq.sorted.mkString(", ")
    throw new NoSuchElementException(s"$what has no \"$key\"; $known")
  }
}

object Settings {
  def of(what: String, values: Map[String, Any]): Settings =
    new Settings(what, ListMap.from(values.map { case (key, value) => key -> new Setting(key, serialisable(value)) }))

  private def serialisable(value: Any): Any = value match {
    case map: collection.Map[_, _] => ListMap.from(map.map { case (key, inner) => key -> serialisable(inner) })
    case items: Seq[_] => items.map(serialisable)
    case other => other
  }
}
