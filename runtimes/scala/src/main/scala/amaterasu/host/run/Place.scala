package amaterasu.host.run

import amaterasu.host.compile.Interpreter

/** Whose code a stack frame is. */
object Place {
  /** Whether a class is of the code that the repo's actions share. */
  @volatile private[host] var isShared: String => Boolean = _ => false

  def origin(frame: StackTraceElement): String = {
    val name = frame.getClassName
    // What stands before the statement in its wrapper has no line of the user's.
    if (name.startsWith("$line"))
      if (isWrapper(name) || frame.getFileName == Interpreter.PreludeFile) "runtime" else "user"
    else if (isShared(name)) "user"
    else if (name.startsWith("amaterasu.")) "runtime"
    else "library"
  }

  /** Whether it is the action's own. */
  def isUsers(frame: StackTraceElement): Boolean = frame.getClassName.startsWith("$line") && origin(frame) == "user"

  /** `$line1000000001.$read` and `$line1000000001.$read$` hold the statement; they are not part of it. */
  private def isWrapper(name: String): Boolean = name.endsWith(".$read") || name.endsWith(".$read$")
}
