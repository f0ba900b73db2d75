package amaterasu.host.run

import java.lang.module.ModuleFinder
import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._

/**
 * The Java of the executors that Spark starts on this machine for a `local-cluster` master: the driver's own. Spark asks
 * it for a module that small Java runtimes don't have, and by which they refuse to start; for these an executable in
 * between leaves the option out.
 */
private object ExecutorJava {
  private val Module = "jdk.incubator.vector"

  /** The home to start them from; `folder` is the host's own. */
  def home(folder: Path): Path = {
    val own = Path.of(System.getProperty("java.home"))
    if (ModuleFinder.ofSystem.find(Module).isPresent) own else without(own, folder.resolve("executor-java"))
  }

  private def without(own: Path, home: Path): Path = {
    val executable = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    val java = Files.createFile(Files.createDirectories(home.resolve("bin")).resolve("java"), executable)
    Files.write(java, List(
      "#!/bin/sh",
      s"for option; do shift; case $$option in --add-modules=$Module) ;; *) set -- \"$$@\" \"$$option\" ;; esac; done",
      s"exec '${own.toString.replace("'", "'\\''")}/bin/java' \"$$@\"").asJava)
    home
  }
}
