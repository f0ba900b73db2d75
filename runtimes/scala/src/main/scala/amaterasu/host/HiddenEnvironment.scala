package amaterasu.host

import scala.util.control.NonFatal

/** Takes our own variables out of the process's environment, so that neither user code nor its children see them. */
object HiddenEnvironment {
  /** Needs `--add-opens java.base/java.lang` and `java.util`, which Spark asks for anyway; says whether it worked. */
  def hide(prefix: String): Boolean =
    try {
      val holder = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theUnmodifiableEnvironment")
      holder.setAccessible(true)
      val view = holder.get(null)
      val inner = view.getClass.getDeclaredField("m")
      inner.setAccessible(true)
      inner.get(view).asInstanceOf[java.util.Map[String, String]].keySet.removeIf(_.startsWith(prefix))
      !sys.env.keys.exists(_.startsWith(prefix))
    } catch { case NonFatal(_) => false }
}
