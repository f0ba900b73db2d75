package amaterasu.host.run

import java.net.{URL, URLClassLoader}
import java.nio.file.Path

/**
 * The one loader that defines the classes of all actions: tasks in this JVM and the driver must see the same ones. It has
 * no name, since Java would print that before every frame of the user's.
 */
final class ActionLoader(classesDir: Path, parent: ClassLoader)
    extends URLClassLoader(Array(classesDir.toUri.toURL), parent) {
  def add(jar: Path): Unit = addURL(jar.toUri.toURL: URL)
}
