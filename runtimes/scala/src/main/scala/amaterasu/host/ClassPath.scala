package amaterasu.host

import java.io.File
import java.net.{URI, URLClassLoader}
import java.nio.file.Path
import java.util.jar.JarFile

/** What the compiler of actions sees: all that this JVM was started with. The folder for shared code is another in each run. */
object ClassPath {
  def ofCompiler(sharedDir: Option[Path]): String = {
    val named = System.getProperty("java.class.path").split(File.pathSeparator).toSeq
      .filterNot(entry => sharedDir.contains(Path.of(entry)))
    (named ++ named.flatMap(ofManifest) ++ ofLoaders).distinct.mkString(File.pathSeparator)
  }

  /** `java -jar` has one jar, whose manifest names the others. */
  private def ofManifest(path: String): Seq[String] = {
    val file = new File(path)
    if (!path.endsWith(".jar") || !file.isFile) Nil
    else {
      val jar = new JarFile(file)
      try Option(jar.getManifest).flatMap(manifest => Option(manifest.getMainAttributes.getValue("Class-Path"))).toSeq
        .flatMap(_.split(' ').filter(_.nonEmpty)).map(entry => resolve(file, entry))
      finally jar.close()
    }
  }

  private def resolve(jar: File, entry: String): String = {
    val uri = jar.toURI.resolve(new URI(entry))
    if (uri.getScheme == "file") Path.of(uri).toString else entry
  }

  /** spark-submit puts `--jars` into a loader of its own. */
  private def ofLoaders: Seq[String] =
    Iterator.iterate(Thread.currentThread.getContextClassLoader)(_.getParent).takeWhile(_ != null)
      .collect { case loader: URLClassLoader => loader.getURLs.toSeq }.flatten
      .filter(_.getProtocol == "file").map(url => Path.of(url.toURI).toString).toSeq
}
