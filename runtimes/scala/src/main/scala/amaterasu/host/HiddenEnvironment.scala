package amaterasu.host

import java.lang.reflect.Method
import scala.util.control.NonFatal

/**
 * Takes our own variables out of the process's environment, so that neither user code nor its children see them: out of
 * Java's copy, and where this Java can call it (from 22 on) by `unsetenv` out of the one that children inherit.
 */
object HiddenEnvironment {

  def hide(prefix: String): Unit = {
    val names = sys.env.keys.filter(_.startsWith(prefix)).toList
    quietly(hideFromJava(prefix))
    if (names.nonEmpty) {
      val thread = new Thread(() => quietly(names.foreach(unset())), "ama-environment")
      thread.setDaemon(true)
      thread.start()
    }
  }

  /** Needs `--add-opens java.base/java.lang` and `java.util`, which Spark asks for anyway. */
  private def hideFromJava(prefix: String): Unit = {
    val holder = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theUnmodifiableEnvironment")
    holder.setAccessible(true)
    val view = holder.get(null)
    val inner = view.getClass.getDeclaredField("m")
    inner.setAccessible(true)
    inner.get(view).asInstanceOf[java.util.Map[String, String]].keySet.removeIf(_.startsWith(prefix)): Unit
  }

  /** By reflection, since `java.lang.foreign` is not there in Java 17. */
  private def unset(): String => Unit = {
    def kind(name: String) = Class.forName(s"java.lang.foreign.$name")
    val layouts = kind("ValueLayout")
    val address = layouts.getField("ADDRESS").get(null)
    val int = layouts.getField("JAVA_INT").get(null)
    val layout = kind("MemoryLayout")
    val arguments = java.lang.reflect.Array.newInstance(layout, 1).asInstanceOf[Array[AnyRef]]
    arguments(0) = address
    val descriptor = method(kind("FunctionDescriptor"), "of", 2).invoke(null, int, arguments)
    val linker = method(kind("Linker"), "nativeLinker", 0).invoke(null)
    val symbols = method(kind("Linker"), "defaultLookup", 0).invoke(linker)
    val found = method(kind("SymbolLookup"), "find", 1).invoke(symbols, "unsetenv")
      .asInstanceOf[java.util.Optional[AnyRef]]
    val options = java.lang.reflect.Array.newInstance(kind("Linker$Option"), 0)
    val handle = method(kind("Linker"), "downcallHandle", 3).invoke(linker, found.get, descriptor, options)
      .asInstanceOf[java.lang.invoke.MethodHandle]
    val arena = method(kind("Arena"), "global", 0).invoke(null)
    val allocate = kind("SegmentAllocator").getMethod("allocateFrom", classOf[String])
    name => handle.invokeWithArguments(allocate.invoke(arena, name)): Unit
  }

  private def method(owner: Class[_], name: String, parameters: Int): Method =
    owner.getMethods.find(found => found.getName == name && found.getParameterCount == parameters).get

  private def quietly(body: => Unit): Unit =
    try body
    catch { case NonFatal(_) | _: LinkageError => () }
}
