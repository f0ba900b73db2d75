package amaterasu.host.run

import amaterasu.host.compile.Interpreter

/** Whose code a stack frame is. */
object Place {
  def origin(frame: StackTraceElement): String = {
    val name = frame.getClassName
    // What stands before the statement in its wrapper has no line of the user's.
    if (name.startsWith("$line"))
      if (isWrapper(name) || frame.getFileName == Interpreter.PreludeFile) "runtime" else "user"
    else if (name.startsWith("amaterasu.")) "runtime"
    else "library"
  }

  def isUsers(frame: StackTraceElement): Boolean = origin(frame) == "user"

  /** `$line1000000001.$read` and `$line1000000001.$read$` hold the statement; they are not part of it. */
  private def isWrapper(name: String): Boolean = name.endsWith(".$read") || name.endsWith(".$read$")
}
