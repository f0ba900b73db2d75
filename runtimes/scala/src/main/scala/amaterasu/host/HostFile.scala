package amaterasu.host

import amaterasu.host.protocol.Params
import java.nio.file.{Files, Path}

/**
 * What a host needs to know to start, from a file that only its user can read and that is deleted when it is read.
 * `sharedDir` is the empty folder that ends the class path of this JVM, for the classes of `src/lib`; without it the
 * job's jars do not see them.
 */
final case class HostFile(
    address: String,
    token: String,
    lingerMs: Long,
    epoch: Long,
    classesDir: Path,
    sharedDir: Option[Path],
    runtimeJar: Option[String],
    spark: Map[String, String],
    javaProperties: Map[String, String]
)

object HostFile {
  /** `AMA_HOST_FILE`, or under spark-submit the setting `spark.ama.host.file`. */
  def locate(): Option[Path] =
    sys.env.get("AMA_HOST_FILE").orElse(sys.props.get("spark.ama.host.file")).map(Path.of(_))

  def take(path: Path): HostFile = {
    val params = Params.parse(takeText(path))
    HostFile(
      address = params.string("address"),
      token = takeText(Path.of(params.string("tokenFile"))).trim,
      lingerMs = params.optLong("lingerMs").getOrElse(0L),
      epoch = params.optLong("epoch").getOrElse(0L),
      classesDir = params.optString("classesDir").map(Path.of(_)).getOrElse(Files.createTempDirectory("ama-classes")),
      sharedDir = params.optString("sharedDir").map(Path.of(_)),
      runtimeJar = params.optString("runtimeJar"),
      spark = params.obj("spark").texts,
      javaProperties = params.obj("javaProperties").texts
    )
  }

  private def takeText(path: Path): String = {
    val text = Files.readString(path)
    Files.deleteIfExists(path)
    text
  }
}
