package amaterasu.host.compile

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.security.MessageDigest
import scala.jdk.CollectionConverters._

/** The repo's `src/lib` after the compiler: a jar for the compiler of actions, and the names of its classes. */
final case class SharedLibrary(digest: String, jar: Option[Path], classes: Set[String]) {
  /** Where an action is kept that was compiled with this library. */
  def beside(kept: Path): Path =
    if (jar.isEmpty) kept else kept.resolveSibling(s"${kept.getFileName}-${digest.take(16)}")
}

object SharedLibrary {
  val none: SharedLibrary = SharedLibrary("", None, Set.empty)

  private val JarName = """lib-[0-9a-f]{64}\.jar""".r

  def nameOf(digest: String): String = s"lib-$digest.jar"

  /** Whether an address of a jar is that of a library. */
  def isJar(address: String): Boolean = JarName.matches(address.drop(address.lastIndexOf('/') + 1))
}

/**
 * Compiles `src/lib` when the first action needs it, once. Its classes go into `folder`, where the class loader of the
 * job's jars finds them, or that of the actions.
 *
 * A host has one version of it: Spark reads the results of all tasks by the one loader of its context, in which a name
 * means one class.
 */
final class SharedCode(folder: Path, classPath: => String) {
  private type Result = Either[List[CompileProblem], SharedLibrary]

  private var known = Map.empty[String, Result]
  @volatile private var library = SharedLibrary.none

  /** `root` holds the repo's files; `kept` is where the caller keeps the compiled form of an action. */
  def of(root: Option[Path], kept: Option[Path]): Result = synchronized {
    root.map(read).filter(_.nonEmpty).fold[Result](Right(SharedLibrary.none)) { sources =>
      val digest = digestOf(sources)
      val result = known.getOrElse(digest, make(sources, digest, kept))
      known += digest -> result
      result
    }
  }

  def has(className: String): Boolean = library.classes(className.takeWhile(_ != '$'))

  /** The jar of what has been loaded. */
  def jar: Option[Path] = library.jar

  private def make(sources: List[SourcePart], digest: String, kept: Option[Path]): Result =
    if (library.jar.isDefined) Left(List(CompileProblem(
      "this host has loaded another version of src/lib, and can hold one only", sources.head.file, 1, 1,
      hint = Some("run what uses this version on a host of its own"))))
    else compiled(sources, digest, kept).map { jar =>
      library = SharedLibrary(digest, Some(jar), SharedJar.unpack(jar, folder))
      library
    }

  private def read(root: Path): List[SourcePart] = {
    val folder = root.resolve("src").resolve("lib")
    if (!Files.isDirectory(folder)) Nil
    else {
      val paths = Files.walk(folder)
      try paths.iterator.asScala.filter(path => path.toString.endsWith(".scala") && Files.isRegularFile(path)).toList.sorted
        .map(path => SourcePart(root.relativize(path).toString, Files.readString(path).stripPrefix("\uFEFF")))
      finally paths.close()
    }
  }

  /** The class path names the versions of the runtime, Spark and the job's jars. */
  private def digestOf(sources: List[SourcePart]): String = {
    val sha256 = MessageDigest.getInstance("SHA-256")
    (classPath :: sources.flatMap(part => List(part.file, part.text))).foreach { text =>
      sha256.update(text.getBytes(UTF_8))
      sha256.update(0.toByte)
    }
    sha256.digest().map(byte => f"${byte & 0xff}%02x").mkString
  }

  /** Kept with the compiled actions, where these are kept; else for the life of the host. */
  private def compiled(sources: List[SourcePart], digest: String, kept: Option[Path]): Either[List[CompileProblem], Path] = {
    val beside = kept.map(_.toAbsolutePath.getParent).getOrElse(folder.toAbsolutePath)
    val jar = beside.resolveSibling(SharedLibrary.nameOf(digest))
    if (Files.isRegularFile(jar)) Right(jar) else SharedJar.compile(sources, classPath, jar)
  }
}
