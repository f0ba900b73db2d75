package amaterasu.host.run

import amaterasu.host.compile.CompileProblem
import scala.collection.immutable.VectorMap
import scala.util.control.NonFatal

/** Errors as the protocol tells them. */
object ErrorReport {
  type Report = VectorMap[String, Any]

  def ofThrowable(problem: Throwable, phase: String, file: String, statement: Option[Int]): Report = {
    val place = problem.getStackTrace.find(frame => Place.origin(frame) == "user")
    VectorMap(
      "type" -> problem.getClass.getName,
      "types" -> superclasses(problem.getClass),
      "message" -> message(problem),
      "file" -> place.map(frame => Option(frame.getFileName).getOrElse(file)),
      "line" -> place.map(_.getLineNumber).filter(_ > 0),
      "statement" -> statement,
      "stack" -> problem.getStackTrace.take(200).map(frame).toVector,
      "phase" -> phase
    )
  }

  def ofProblems(problems: List[CompileProblem]): Report = {
    val reports = problems.map(ofProblem)
    if (reports.tail.isEmpty) reports.head else reports.head.updated("all", reports.tail)
  }

  def ofProblem(problem: CompileProblem): Report = VectorMap(
    "type" -> "ama.CompileError",
    "types" -> Nil,
    "message" -> problem.message,
    "file" -> (if (problem.file.isEmpty) None else Some(problem.file)),
    "line" -> (if (problem.line > 0) Some(problem.line) else None),
    "column" -> (if (problem.column > 0) Some(problem.column) else None),
    "stack" -> Nil,
    "retryable" -> false,
    "phase" -> "compile",
    "hint" -> problem.hint
  )

  private def superclasses(kind: Class[_]): List[String] =
    Iterator.iterate[Class[_]](kind.getSuperclass)(_.getSuperclass).takeWhile(_ != null).map(_.getName)
      .filterNot(_ == "java.lang.Object").toList

  private def message(problem: Throwable): String =
    try Option(problem.getMessage).getOrElse("")
    catch { case NonFatal(_) => "" }

  private def frame(element: StackTraceElement): Map[String, Any] = VectorMap(
    "function" -> s"${element.getClassName}.${element.getMethodName}",
    "file" -> Option(element.getFileName),
    "line" -> Option(element.getLineNumber).filter(_ > 0),
    "origin" -> Place.origin(element)
  )
}
