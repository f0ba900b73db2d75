package amaterasu.host.run

import java.lang.reflect.InvocationTargetException
import scala.reflect.NameTransformer

/** Follows the path of a value that a statement has defined, such as `$read.INSTANCE.$iw.odd`, by Java's reflection. */
final class AccessPath(loader: ClassLoader, packageName: String) {

  /** Runs the statement: its wrapper is a static object, so this does so once only. */
  def force(): Unit = follow(List("$read", "INSTANCE"))

  /** The value; what its evaluation throws is thrown. */
  def value(path: String): AnyRef = follow(path.split('.').toList)

  private def follow(names: List[String]): AnyRef = unwrapped {
    val root = module(s"$packageName.${names.head}")
    names.tail.foldLeft(root)(step)
  }

  private def step(owner: AnyRef, name: String): AnyRef = {
    val encoded = NameTransformer.encode(name.stripPrefix("`").stripSuffix("`"))
    owner.getClass.getMethods.find(method => method.getName == encoded && method.getParameterCount == 0) match {
      case Some(method) =>
        method.setAccessible(true)
        method.invoke(owner)
      // An object in an object has no accessor.
      case None => module(owner.getClass.getName + encoded)
    }
  }

  private def module(name: String): AnyRef = Class.forName(name + "$", true, loader).getField("MODULE$").get(null)

  /** Code of a static object fails inside its initialiser, and what reflection calls is wrapped. */
  private def unwrapped[T](body: => T): T =
    try body
    catch {
      case wrapper @ (_: InvocationTargetException | _: ExceptionInInitializerError) if wrapper.getCause != null =>
        throw AccessPath.innermost(wrapper.getCause)
    }
}

object AccessPath {
  @annotation.tailrec
  private def innermost(problem: Throwable): Throwable = problem match {
    case wrapper @ (_: InvocationTargetException | _: ExceptionInInitializerError) if wrapper.getCause != null =>
      innermost(wrapper.getCause)
    case other => other
  }
}
