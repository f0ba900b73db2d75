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
}

/**
 * Compiles `src/lib` when the first action needs it, once. Its classes go where those of actions go, so that the host's
 * one loader finds them and executors fetch them.
 */
final class SharedCode(classesDir: Path, classPath: => String) {
  private type Result = Either[List[CompileProblem], SharedLibrary]

  private var known = Map.empty[Path, Result]
  @volatile private var library = SharedLibrary.none

  /** `root` holds the repo's files; `kept` is where the caller keeps the compiled form of an action. */
  def of(root: Option[Path], kept: Option[Path]): Result = synchronized {
    root.fold[Result](Right(SharedLibrary.none)) { root =>
      val result = known.getOrElse(root, make(root, kept))
      known += root -> result
      result
    }
  }

  def has(className: String): Boolean = library.classes(className.takeWhile(_ != '$'))

  private def make(root: Path, kept: Option[Path]): Result = {
    val sources = read(root)
    lazy val digest = digestOf(sources)
    if (sources.isEmpty) Right(SharedLibrary.none)
    else if (library.jar.isDefined && library.digest != digest)
      Left(List(CompileProblem("this session has loaded another version of src/lib", sources.head.file, 1, 1)))
    else compiled(sources, digest, kept).map { jar =>
      library = SharedLibrary(digest, Some(jar), SharedJar.unpack(jar, classesDir))
      library
    }
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
    val name = s"lib-$digest.jar"
    val jar = kept.map(_.toAbsolutePath.getParent).getOrElse(classesDir.toAbsolutePath).resolveSibling(name)
    if (Files.isRegularFile(jar)) Right(jar) else SharedJar.compile(sources, classPath, jar)
  }
}
