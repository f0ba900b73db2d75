package amaterasu.host.compile

import java.io.{ByteArrayOutputStream, DataOutputStream}
import java.nio.ByteBuffer
import scala.reflect.internal.pickling.ByteCodecs

/**
 * Gives the classes of an action other package numbers: everywhere in the constant pool, and inside Scala's pickled
 * signature, which Spark reads to find the encoder of a case class. The numbers all have ten digits, so inside a
 * constant nothing moves.
 */
object ClassFile {
  private val Marker = "$line".getBytes("US-ASCII")
  private val Digits = 10
  private val Signatures = Set("Lscala/reflect/ScalaSignature;", "Lscala/reflect/ScalaLongSignature;")

  def renumber(bytes: Array[Byte], numbers: Map[Int, Int]): Array[Byte] = {
    val in = ByteBuffer.wrap(bytes)
    val pool = ConstantPool.read(in)
    val rest = in.position()
    val pickles = if (pool.texts.values.exists(Signatures)) PickleConstants.find(bytes, rest, pool) else Nil
    val sink = new ByteArrayOutputStream(bytes.length + 64)
    val data = new DataOutputStream(sink)
    data.write(bytes, 0, ConstantPool.Start)
    val repickled = repickle(pool, pickles, numbers)
    pool.entries.foreach { entry =>
      if (entry.isUtf8) {
        val content = repickled.getOrElse(entry.index, replace(pool.utf8(entry), numbers))
        data.writeByte(1)
        data.writeShort(content.length)
        data.write(content)
      } else data.write(bytes, entry.start, entry.end - entry.start)
    }
    data.write(bytes, rest, bytes.length - rest)
    sink.toByteArray
  }

  /** Replaces the numbers in place where `bytes` contain any. */
  def replace(bytes: Array[Byte], numbers: Map[Int, Int]): Array[Byte] = {
    var copy: Array[Byte] = null
    var i = 0
    while (i + Marker.length + Digits <= bytes.length) {
      if (bytes(i) == '$' && matches(bytes, i)) {
        number(bytes, i + Marker.length).flatMap(numbers.get).foreach { next =>
          if (copy == null) copy = bytes.clone()
          System.arraycopy(next.toString.getBytes("US-ASCII"), 0, copy, i + Marker.length, Digits)
        }
        i += Marker.length
      } else i += 1
    }
    if (copy == null) bytes else copy
  }

  private def matches(bytes: Array[Byte], at: Int): Boolean =
    java.util.Arrays.equals(bytes, at, at + Marker.length, Marker, 0, Marker.length)

  private def number(bytes: Array[Byte], at: Int): Option[Int] =
    new String(bytes, at, Digits, "US-ASCII").toIntOption

  /** A signature of more than 64 KiB spans several constants: it is decoded as a whole, and cut again. */
  private def repickle(pool: ConstantPool, pickles: List[List[Int]], numbers: Map[Int, Int]): Map[Int, Array[Byte]] =
    pickles.flatMap { constants =>
      val joined = constants.flatMap(index => pool.utf8(index)).toArray
      val decoded = java.util.Arrays.copyOf(joined, ByteCodecs.decode(joined))
      val encoded = ByteCodecs.encode(replace(decoded, numbers))
      cut(encoded, constants)
    }.toMap

  private def cut(encoded: Array[Byte], constants: List[Int]): List[(Int, Array[Byte])] = {
    val size = (encoded.length + constants.length - 1) / constants.length
    var from = 0
    constants.map { index =>
      var until = math.min(from + size, encoded.length)
      // The two bytes that stand for zero must stay together.
      if (until < encoded.length && encoded(until) == 0x80.toByte) until += 1
      val piece = java.util.Arrays.copyOfRange(encoded, from, until)
      from = until
      index -> piece
    }
  }
}
