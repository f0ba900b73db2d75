package amaterasu.host.run

import java.net.{URL, URLClassLoader}
import java.nio.file.Path

/** The one loader that defines the classes of all actions: tasks in this JVM and the driver must see the same ones. */
final class ActionLoader(classesDir: Path, parent: ClassLoader)
    extends URLClassLoader("ama", Array(classesDir.toUri.toURL), parent) {
  def add(jar: Path): Unit = addURL(jar.toUri.toURL: URL)
}
