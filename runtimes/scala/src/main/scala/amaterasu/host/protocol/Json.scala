package amaterasu.host.protocol

/** JSON, as little of it as the protocol needs: objects are `Map`s, arrays `List`s, whole numbers `Long`s. */
object Json {

  /** Thrown where a text is not JSON; the message names the offset. */
  final class Malformed(message: String) extends IllegalArgumentException(message)

  def parse(text: String): Any = new JsonParser(text).document()

  /** One line without a line feed. `None` and absent values are left out of objects. */
  def write(value: Any): String = {
    val out = new java.lang.StringBuilder(256)
    append(out, value)
    out.toString
  }

  private def append(out: java.lang.StringBuilder, value: Any): Unit = value match {
    case null | None => out.append("null")
    case Some(inner) => append(out, inner)
    case text: String => quote(out, text)
    case number: Double => if (number.isNaN || number.isInfinite) out.append("null") else out.append(number)
    case number: Float => append(out, number.toDouble)
    case plain @ (_: Boolean | _: Int | _: Long | _: Short | _: Byte) => out.append(plain)
    case number: java.math.BigDecimal => out.append(number.toString)
    case number: BigDecimal => out.append(number.toString)
    case number: BigInt => out.append(number.toString)
    case map: collection.Map[_, _] => appendObject(out, map)
    case items: Iterable[_] => appendArray(out, items)
    case other => quote(out, other.toString)
  }

  private def appendObject(out: java.lang.StringBuilder, map: collection.Map[_, _]): Unit = {
    out.append('{')
    var first = true
    map.foreach {
      case (_, None) => ()
      case (key, value) =>
        if (first) first = false else out.append(',')
        quote(out, String.valueOf(key))
        out.append(':')
        append(out, value)
    }
    out.append('}')
  }

  private def appendArray(out: java.lang.StringBuilder, items: Iterable[_]): Unit = {
    out.append('[')
    var first = true
    items.foreach { item =>
      if (first) first = false else out.append(',')
      append(out, item)
    }
    out.append(']')
  }

  /** Lone surrogates are escaped, since they have no UTF-8. */
  private def quote(out: java.lang.StringBuilder, text: String): Unit = {
    out.append('"')
    var i = 0
    while (i < text.length) {
      val c = text.charAt(i)
      c match {
        case '"' => out.append("\\\"")
        case '\\' => out.append("\\\\")
        case '\n' => out.append("\\n")
        case '\r' => out.append("\\r")
        case '\t' => out.append("\\t")
        case _ if c < ' ' => escape(out, c)
        case _ if Character.isHighSurrogate(c) && i + 1 < text.length && Character.isLowSurrogate(text.charAt(i + 1)) =>
          out.append(c).append(text.charAt(i + 1))
          i += 1
        case _ if Character.isSurrogate(c) => escape(out, c)
        case _ => out.append(c)
      }
      i += 1
    }
    out.append('"')
  }

  private def escape(out: java.lang.StringBuilder, c: Char): Unit = {
    val hex = Integer.toHexString(c.toInt)
    out.append("\\u").append("0" * (4 - hex.length)).append(hex)
  }
}
