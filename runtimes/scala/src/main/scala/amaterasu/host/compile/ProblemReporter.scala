package amaterasu.host.compile

import java.io.PrintWriter
import scala.collection.mutable
import scala.reflect.internal.util.{CodeAction, Position}
import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.shell.ReplReporterImpl

/** Collects the compiler's errors instead of printing them. */
final class ProblemReporter(settings: Settings)
    extends ReplReporterImpl(settings, new PrintWriter(java.io.Writer.nullWriter)) {
  private val found = mutable.LinkedHashSet.empty[CompileProblem]

  override def doReport(pos: Position, message: String, severity: Severity, actions: List[CodeAction]): Unit =
    if (severity == ERROR) found += problem(pos, message)

  /** The errors since the last call. */
  def take(): List[CompileProblem] = {
    val taken = found.toList
    found.clear()
    reset()
    taken
  }

  private def problem(pos: Position, message: String): CompileProblem =
    if (!pos.isDefined) CompileProblem(message, "", 0, 0)
    else {
      val place = pos.finalPosition
      // `Position.column` counts a tab as up to eight columns.
      val column = place.point - place.source.lineToOffset(place.line - 1) + 1
      CompileProblem(message, place.source.file.name, place.line, column)
    }
}
