package amaterasu.host.protocol

/** The fields of a JSON object, read by type. A field that is missing or of another type is a `BadParams`. */
final class Params(val fields: Map[String, Any]) {

  def string(name: String): String = optString(name).getOrElse(wrong(name, "a string"))
  def optString(name: String): Option[String] = opt(name) { case text: String => text }
  def long(name: String): Long = opt(name) { case number: Long => number }.getOrElse(wrong(name, "a whole number"))
  def optLong(name: String): Option[Long] = opt(name) { case number: Long => number }
  def boolean(name: String, default: Boolean): Boolean = opt(name) { case flag: Boolean => flag }.getOrElse(default)
  def obj(name: String): Params = optObj(name).getOrElse(new Params(Map.empty))

  def optObj(name: String): Option[Params] = opt(name) { case map: Map[_, _] => Params.of(map) }

  def list(name: String): List[Params] =
    opt(name) { case items: List[_] => items.collect { case map: Map[_, _] => Params.of(map) } }.getOrElse(Nil)

  def strings(name: String): List[String] =
    opt(name) { case items: List[_] => items.map(String.valueOf) }.getOrElse(Nil)

  /** All fields as text, as settings are. */
  def texts: Map[String, String] = fields.collect { case (key, value) if value != null => key -> value.toString }

  private def opt[T](name: String)(read: PartialFunction[Any, T]): Option[T] = fields.get(name) match {
    case None | Some(null) => None
    case Some(value) => Some(read.applyOrElse(value, (_: Any) => wrong(name, "another type")))
  }

  private def wrong(name: String, expected: String): Nothing =
    throw new Params.BadParams(s"\"$name\" must be $expected")
}

object Params {
  final class BadParams(message: String) extends IllegalArgumentException(message)

  def of(map: Map[_, _]): Params = new Params(map.map { case (key, value) => key.toString -> value })

  def parse(text: String): Params = Json.parse(text) match {
    case map: Map[_, _] => of(map)
    case _ => throw new BadParams("an object is expected")
  }
}
