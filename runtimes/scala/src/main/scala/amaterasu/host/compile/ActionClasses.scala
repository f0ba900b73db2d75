package amaterasu.host.compile

import java.nio.file.{Files, Path}
import java.util.concurrent.atomic.AtomicInteger

/**
 * Gives every attempt freshly defined classes: a statement's wrapper is a static object that runs its code once in the
 * life of its class. The classes go into the folder from which the host's one loader reads them, and which Spark serves
 * to executors; one loader for all, since tasks and the driver must agree on what a class is.
 */
final class ActionClasses(folder: Path) {
  private val last = new AtomicInteger(Interpreter.FirstPackage)

  /** Writes the classes with fresh package numbers; returns the new number of each of the action's packages. */
  def define(action: CompiledAction): Map[Int, Int] = {
    val ids = action.packageIds
    val first = last.getAndAdd(ids.size) + 1
    val numbers = ids.zipWithIndex.map { case (id, index) => id -> (first + index) }.toMap
    numbers.values.foreach(number => Files.createDirectories(folder.resolve(s"$$line$number")))
    action.classes.foreach { compiled =>
      val path = new String(ClassFile.replace(compiled.path.getBytes("UTF-8"), numbers), "UTF-8")
      Files.write(folder.resolve(path), ClassFile.renumber(compiled.bytes, numbers))
    }
    numbers
  }
}
