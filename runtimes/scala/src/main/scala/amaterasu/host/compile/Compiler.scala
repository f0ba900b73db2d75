package amaterasu.host.compile

import java.nio.file.Path
import java.util.Collections
import java.util.concurrent.{ConcurrentLinkedDeque, ExecutionException, FutureTask}

/**
 * Compiles actions, several at once: each takes an interpreter that is free, or makes one. An action whose compiled form
 * is kept needs none. What was compiled last is remembered, so that preparing an action serves its run, and a run that
 * comes before the preparation has ended waits for it.
 */
final class Compiler(classPath: => String, code: SharedCode) {
  private type Compiled = Either[List[CompileProblem], CompiledAction]

  private val free = new ConcurrentLinkedDeque[Interpreter]
  @volatile private var library = Seq.empty[String]
  private val precedence = new Precedence
  private val recent = Collections.synchronizedMap(
    new java.util.LinkedHashMap[(ActionSource, Option[Path]), FutureTask[Compiled]](16, 0.75f, true) {
      override def removeEldestEntry(eldest: java.util.Map.Entry[(ActionSource, Option[Path]), FutureTask[Compiled]]) =
        size > Compiler.Remembered
    })

  /**
   * The compiled form at `kept`, or the source compiled, and then kept there. Interruptible. `root` holds the repo's
   * files, and perhaps code that its actions share.
   */
  def compile(source: ActionSource, kept: Option[Path], root: Option[Path]): Compiled =
    withLibrary(kept, root)(kept => remembered(source, kept)(compileExpanded(_)(precedence.first(_))))

  /** The same, for an action that is to run later. */
  def prepare(source: ActionSource, kept: Option[Path], root: Option[Path]): Compiled =
    withLibrary(kept, root)(kept => remembered(source, kept)(compileExpanded(_)(precedence.later(_))))

  private def withLibrary(kept: Option[Path], root: Option[Path])(body: Option[Path] => Compiled): Compiled =
    code.of(root, kept).flatMap { found =>
      if (found.jar.isDefined) library = found.jar.map(_.toString).toSeq
      body(kept.map(found.beside))
    }

  private def remembered(source: ActionSource, kept: Option[Path])(make: ActionSource => Compiled): Compiled = {
    val key = (source, kept)
    val task = recent.computeIfAbsent(key, _ => new FutureTask[Compiled](() => readOrCompile(source, kept, make)))
    task.run()
    try task.get()
    catch {
      case problem: ExecutionException =>
        recent.remove(key)
        throw problem.getCause
    }
  }

  private def readOrCompile(source: ActionSource, kept: Option[Path], make: ActionSource => Compiled): Compiled =
    kept.flatMap(CompiledStore.read).filter(LoadedFiles.areUnchanged) match {
      case Some(action) => Right(action)
      case None =>
        val compiled = ShellCommands.expand(source).flatMap(make)
        for (action <- compiled; path <- kept) CompiledStore.write(path, action)
        compiled
    }

  /** A jar that a source requires is on the class path of an interpreter of its own. */
  private def compileExpanded(source: ActionSource)(inTurn: (=> Compiled) => Compiled): Compiled = inTurn {
    if (source.jars.isEmpty) use(_.compile(source)) else new Interpreter(classPath, library ++ source.jars).compile(source)
  }

  private def use[T](body: Interpreter => T): T = {
    // Those that were made before there was a library are let go.
    val interpreter = Iterator.continually(free.pollFirst()).takeWhile(_ != null).find(_.extraJars == library)
      .getOrElse(new Interpreter(classPath, library))
    val result = body(interpreter)
    // One that threw is not used again; nor is one whose symbols have piled up.
    val isGood = interpreter.age < Compiler.MaxAge && interpreter.extraJars == library && !Thread.currentThread.isInterrupted
    if (isGood && free.size < Compiler.MaxFree) free.addFirst(interpreter)
    result
  }
}

object Compiler {
  private val MaxAge = 200
  /** Each holds the symbols of Spark and of Scala: some hundred MiB. */
  private val MaxFree = 2
  private val Remembered = 32
}
