package amaterasu.host.protocol

import scala.collection.immutable.VectorMap

/** A recursive-descent parser of one JSON document. */
private final class JsonParser(text: String) {
  private var at = 0

  def document(): Any = {
    val value = read(depth = 0)
    blanks()
    if (at < text.length) fail("text after the end")
    value
  }

  private def read(depth: Int): Any = {
    if (depth > 512) fail("nested too deeply")
    blanks()
    if (at >= text.length) fail("an early end")
    text.charAt(at) match {
      case '{' => readObject(depth)
      case '[' => readArray(depth)
      case '"' => readString()
      case 't' => literal("true", true)
      case 'f' => literal("false", false)
      case 'n' => literal("null", null)
      case _ => readNumber()
    }
  }

  private def readObject(depth: Int): Map[String, Any] = {
    val entries = VectorMap.newBuilder[String, Any]
    at += 1
    if (!next('}')) {
      var more = true
      while (more) {
        blanks()
        if (at >= text.length || text.charAt(at) != '"') fail("a key is missing")
        val key = readString()
        expect(':')
        entries += key -> read(depth + 1)
        more = next(',')
      }
      expect('}')
    }
    entries.result()
  }

  private def readArray(depth: Int): List[Any] = {
    val items = List.newBuilder[Any]
    at += 1
    if (!next(']')) {
      var more = true
      while (more) {
        items += read(depth + 1)
        more = next(',')
      }
      expect(']')
    }
    items.result()
  }

  private def readString(): String = {
    at += 1
    val start = at
    while (at < text.length && text.charAt(at) != '"' && text.charAt(at) != '\\') at += 1
    if (at < text.length && text.charAt(at) == '"') {
      at += 1
      text.substring(start, at - 1)
    } else readEscaped(new java.lang.StringBuilder(text.substring(start, at)))
  }

  private def readEscaped(out: java.lang.StringBuilder): String = {
    while (at < text.length && text.charAt(at) != '"') {
      val c = text.charAt(at)
      at += 1
      out.append(if (c == '\\') escape() else c)
    }
    if (at >= text.length) fail("a string has no end")
    at += 1
    out.toString
  }

  private def escape(): Char = {
    if (at >= text.length) fail("a string has no end")
    val c = text.charAt(at)
    at += 1
    c match {
      case '"' | '\\' | '/' => c
      case 'n' => '\n'
      case 'r' => '\r'
      case 't' => '\t'
      case 'b' => '\b'
      case 'f' => '\f'
      case 'u' =>
        if (at + 4 > text.length) fail("a string has no end")
        at += 4
        try Integer.parseInt(text.substring(at - 4, at), 16).toChar
        catch { case _: NumberFormatException => fail("an escape is not valid") }
      case _ => fail("an escape is not valid")
    }
  }

  private def readNumber(): Any = {
    val start = at
    while (at < text.length && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at += 1
    val digits = text.substring(start, at)
    try if (digits.exists(".eE".indexOf(_) >= 0)) digits.toDouble else digits.toLong
    catch {
      case _: NumberFormatException =>
        try BigDecimal(digits)
        catch { case _: NumberFormatException => fail("a value is missing") }
    }
  }

  private def literal[T](word: String, value: T): T = {
    if (!text.startsWith(word, at)) fail("a value is missing")
    at += word.length
    value
  }

  private def next(c: Char): Boolean = {
    blanks()
    val found = at < text.length && text.charAt(at) == c
    if (found) at += 1
    found
  }

  private def expect(c: Char): Unit = if (!next(c)) fail(s"'$c' is missing")

  private def blanks(): Unit = while (at < text.length && text.charAt(at) <= ' ') at += 1

  private def fail(what: String): Nothing = throw new Json.Malformed(s"$what at offset $at")
}
