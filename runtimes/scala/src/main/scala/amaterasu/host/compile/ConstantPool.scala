package amaterasu.host.compile

import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets.UTF_8

/** The constants of a class file: where each begins and ends. */
private final class ConstantPool(bytes: Array[Byte], val entries: Vector[ConstantPool.Entry]) {
  private val byIndex = entries.map(entry => entry.index -> entry).toMap

  def utf8(index: Int): Array[Byte] = utf8(byIndex(index))
  def utf8(entry: ConstantPool.Entry): Array[Byte] = java.util.Arrays.copyOfRange(bytes, entry.start + 3, entry.end)
  def text(index: Int): String = texts(index)

  lazy val texts: Map[Int, String] =
    entries.collect { case entry if entry.isUtf8 => entry.index -> new String(utf8(entry), UTF_8) }.toMap
}

private object ConstantPool {
  /** Magic number, version and the number of constants come first. */
  val Start = 10

  final case class Entry(index: Int, start: Int, end: Int, isUtf8: Boolean)

  /** Leaves `in` at the first byte behind the pool. */
  def read(in: ByteBuffer): ConstantPool = {
    val count = in.getShort(8) & 0xffff
    val entries = Vector.newBuilder[Entry]
    in.position(Start)
    var index = 1
    while (index < count) {
      val start = in.position()
      val tag = in.get()
      in.position(start + size(tag, in))
      entries += Entry(index, start, in.position(), tag == 1)
      // `long` and `double` take two places.
      index += (if (tag == 5 || tag == 6) 2 else 1)
    }
    new ConstantPool(in.array, entries.result())
  }

  private def size(tag: Byte, in: ByteBuffer): Int = tag match {
    case 1 => 3 + (in.getShort & 0xffff)
    case 3 | 4 | 9 | 10 | 11 | 12 | 17 | 18 => 5
    case 5 | 6 => 9
    case 7 | 8 | 16 | 19 | 20 => 3
    case 15 => 4
    case other => throw new IllegalArgumentException(s"a class file has a constant of the unknown kind $other")
  }
}
