package amaterasu.host.compile

import java.nio.ByteBuffer

/** Finds the constants that hold a class's pickled Scala signature, by way of its annotation. */
private object PickleConstants {

  /** Each signature as the list of its constants. `from` is the offset behind the constant pool. */
  def find(bytes: Array[Byte], from: Int, pool: ConstantPool): List[List[Int]] = {
    val in = ByteBuffer.wrap(bytes)
    in.position(from + 6)
    in.position(in.position() + 2 + 2 * (in.getShort(in.position()) & 0xffff))
    skipMembers(in)
    skipMembers(in)
    val annotations = (0 until u2(in)).flatMap { _ =>
      val name = pool.text(u2(in))
      val end = in.getInt + in.position()
      val found = if (name == "RuntimeVisibleAnnotations") readAnnotations(in, pool) else Nil
      in.position(end)
      found
    }
    annotations.toList
  }

  /** Fields, or methods, with their attributes. */
  private def skipMembers(in: ByteBuffer): Unit = for (_ <- 0 until u2(in)) {
    in.position(in.position() + 6)
    for (_ <- 0 until u2(in)) {
      in.position(in.position() + 2)
      val length = in.getInt
      in.position(in.position() + length)
    }
  }

  private def readAnnotations(in: ByteBuffer, pool: ConstantPool): List[List[Int]] =
    List.fill(u2(in)) {
      val kind = pool.text(u2(in))
      val values = List.fill(u2(in)) { u2(in); readValue(in, pool) }.flatten
      if (kind == "Lscala/reflect/ScalaSignature;" || kind == "Lscala/reflect/ScalaLongSignature;") values else Nil
    }.filter(_.nonEmpty)

  /** The string constants in an annotation's value. */
  private def readValue(in: ByteBuffer, pool: ConstantPool): List[Int] = in.get().toChar match {
    case 's' => List(u2(in))
    case 'e' => u2(in); u2(in); Nil
    case '@' => u2(in); List.fill(u2(in)) { u2(in); readValue(in, pool) }.flatten
    case '[' => List.fill(u2(in))(readValue(in, pool)).flatten
    case _ => u2(in); Nil
  }

  private def u2(in: ByteBuffer): Int = in.getShort & 0xffff
}
