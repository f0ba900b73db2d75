package amaterasu.host.compile

import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedDeque

/**
 * Compiles actions, several at once: each takes an interpreter that is free, or makes one. An action whose compiled form
 * is kept needs none.
 */
final class Compiler(classPath: => String) {
  private val free = new ConcurrentLinkedDeque[Interpreter]

  /** The compiled form at `kept`, or the source compiled, and then kept there. */
  def compile(source: ActionSource, kept: Option[Path]): Either[List[CompileProblem], CompiledAction] =
    kept.flatMap(CompiledStore.read) match {
      case Some(action) => Right(action)
      case None =>
        val compiled = use(_.compile(source))
        for (action <- compiled; path <- kept) CompiledStore.write(path, action)
        compiled
    }

  private def use[T](body: Interpreter => T): T = {
    val interpreter = Option(free.pollFirst()).getOrElse(new Interpreter(classPath))
    val result = body(interpreter)
    // One that threw is not used again; nor is one whose symbols have piled up.
    if (interpreter.age < Compiler.MaxAge) free.addFirst(interpreter)
    result
  }
}

object Compiler {
  private val MaxAge = 200
}
