package amaterasu.host.compile

import java.nio.file.StandardCopyOption.{ATOMIC_MOVE, REPLACE_EXISTING}
import java.nio.file.{Files, Path}
import java.util.jar.{JarEntry, JarFile, JarOutputStream}
import scala.jdk.CollectionConverters._
import scala.reflect.internal.util.BatchSourceFile
import scala.reflect.io.VirtualDirectory
import scala.tools.nsc.{Global, Settings}

/** The jar of shared code. */
private object SharedJar {
  /** All errors of all files, or the jar, which is moved into place when it is whole. */
  def compile(sources: List[SourcePart], classPath: String, jar: Path): Either[List[CompileProblem], Path] = {
    val settings = new Settings(_ => ())
    settings.classpath.value = classPath
    settings.nowarn.value = true
    val output = new VirtualDirectory("(lib)", None)
    settings.outputDirs.setSingleOutput(output)
    val reporter = new ProblemReporter(settings)
    val global = new Global(settings, reporter)
    new global.Run().compileSources(sources.map(part => new BatchSourceFile(part.file, part.text)))
    global.close()
    val problems = reporter.take()
    if (problems.nonEmpty) Left(problems) else Right(write(output, jar))
  }

  /** Copies the classes; returns the names of those that are in no other. */
  def unpack(jar: Path, folder: Path): Set[String] = {
    val file = new JarFile(jar.toFile)
    try file.entries.asScala.map { entry =>
      val target = folder.resolve(entry.getName)
      Files.createDirectories(target.getParent)
      Files.write(target, file.getInputStream(entry).readAllBytes())
      entry.getName.stripSuffix(".class").replace('/', '.').takeWhile(_ != '$')
    }.toSet
    finally file.close()
  }

  private def write(output: VirtualDirectory, jar: Path): Path = {
    Files.createDirectories(jar.getParent)
    val partial = Files.createTempFile(jar.getParent, ".lib", ".partial")
    try {
      val out = new JarOutputStream(Files.newOutputStream(partial))
      try add(output, "", out)
      finally out.close()
      Files.move(partial, jar, ATOMIC_MOVE, REPLACE_EXISTING)
    } finally Files.deleteIfExists(partial)
  }

  private def add(folder: Iterable[scala.reflect.io.AbstractFile], path: String, out: JarOutputStream): Unit =
    folder.toSeq.sortBy(_.name).foreach { file =>
      if (file.isDirectory) add(file, s"$path${file.name}/", out)
      else {
        out.putNextEntry(new JarEntry(path + file.name))
        out.write(file.toByteArray)
        out.closeEntry()
      }
    }
}
