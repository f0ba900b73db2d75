package amaterasu.host.run

/** Whose code a stack frame is. */
object Place {
  def origin(frame: StackTraceElement): String = {
    val name = frame.getClassName
    if (name.startsWith("$line")) "user" else if (name.startsWith("amaterasu.")) "runtime" else "library"
  }
}
