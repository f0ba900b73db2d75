package amaterasu.host.compile

import amaterasu.host.protocol.{Json, Params}
import java.io.{ByteArrayInputStream, ByteArrayOutputStream, DataInputStream, DataOutputStream}
import java.nio.file.StandardCopyOption.{ATOMIC_MOVE, REPLACE_EXISTING}
import java.nio.file.{Files, Path}
import java.security.MessageDigest
import scala.util.control.NonFatal

/**
 * Keeps compiled actions as files: a line that names the format, the SHA-256 of what follows, the list of statements as
 * JSON, and the class files. A file that is not whole counts as missing.
 */
object CompiledStore {
  private val Format = "amaterasu-compiled-action 1\n".getBytes("US-ASCII")
  private val DigestBytes = 32

  def read(path: Path): Option[CompiledAction] =
    if (!Files.isRegularFile(path)) None
    else
      try {
        val bytes = Files.readAllBytes(path)
        val body = Format.length + DigestBytes
        val whole = bytes.length > body && bytes.startsWith(Format) &&
          digest(bytes, body).sameElements(bytes.slice(Format.length, body))
        Option.when(whole)(decode(new DataInputStream(new ByteArrayInputStream(bytes, body, bytes.length - body))))
      } catch { case NonFatal(_) => None }

  /** Writes beside `path` and moves into place, so that no reader sees a half. */
  def write(path: Path, action: CompiledAction): Unit = {
    val payload = encode(action)
    Files.createDirectories(path.toAbsolutePath.getParent)
    val partial = Files.createTempFile(path.toAbsolutePath.getParent, ".compiled", ".partial")
    try {
      val out = Files.newOutputStream(partial)
      try {
        out.write(Format)
        out.write(digest(payload, 0))
        out.write(payload)
      } finally out.close()
      Files.move(partial, path, ATOMIC_MOVE, REPLACE_EXISTING)
    } finally Files.deleteIfExists(partial)
  }

  private def encode(action: CompiledAction): Array[Byte] = {
    val sink = new ByteArrayOutputStream
    val out = new DataOutputStream(sink)
    val manifest = Json.write(Map(
      "file" -> action.file,
      "prelude" -> fields(action.prelude),
      "statements" -> action.statements.map(fields),
      "loaded" -> action.loaded.map(file => Map("path" -> file.path, "sha256" -> file.sha256, "jar" -> file.jar))
    )).getBytes("UTF-8")
    out.writeInt(manifest.length)
    out.write(manifest)
    out.writeInt(action.classes.size)
    action.classes.foreach { compiled =>
      out.writeUTF(compiled.path)
      out.writeInt(compiled.bytes.length)
      out.write(compiled.bytes)
    }
    sink.toByteArray
  }

  private def fields(statement: Statement): Map[String, Any] = Map(
    "package" -> statement.packageId, "file" -> statement.file,
    "line" -> statement.line, "endLine" -> statement.endLine, "text" -> statement.text, "unnamed" -> statement.unnamed,
    "names" -> statement.names.map(defined => Map(
      "name" -> defined.name, "type" -> defined.tpe, "path" -> defined.path, "lazy" -> defined.lazyVal))
  )

  private def decode(in: DataInputStream): CompiledAction = {
    val manifest = Params.parse(new String(in.readNBytes(in.readInt()), "UTF-8"))
    val classes = Vector.fill(in.readInt()) {
      val path = in.readUTF()
      CompiledClass(path, in.readNBytes(in.readInt()))
    }
    CompiledAction(
      manifest.string("file"),
      statement(manifest.obj("prelude")),
      manifest.list("statements").map(statement).toVector,
      classes,
      manifest.list("loaded").map(file =>
        LoadedFile(file.string("path"), file.string("sha256"), file.boolean("jar", default = false))).toVector
    )
  }

  private def statement(params: Params): Statement = Statement(
    params.long("package").toInt, params.string("file"), params.long("line").toInt, params.long("endLine").toInt,
    params.string("text"), params.list("names").map(definedName),
    params.boolean("unnamed", default = false)
  )

  private def definedName(params: Params): DefinedName = DefinedName(
    params.string("name"), params.string("type"), params.string("path"), params.boolean("lazy", default = false))

  private def digest(bytes: Array[Byte], from: Int): Array[Byte] = {
    val sha256 = MessageDigest.getInstance("SHA-256")
    sha256.update(bytes, from, bytes.length - from)
    sha256.digest()
  }
}
