package amaterasu.host.run

import amaterasu.host.compile.{CompileProblem, Interpreter}
import amaterasu.host.sql.SqlPlaces
import org.apache.spark.{QueryContext, QueryContextType, SparkException, SparkThrowable}
import org.apache.spark.sql.catalyst.trees.SQLQueryContext
import scala.collection.immutable.VectorMap
import scala.util.control.NonFatal

/**
 * Errors as the protocol tells them. A `compiled` action's code is of any number of source files, and `file` is its jar.
 * `definitions` says where the dataset was defined that holds an expression, of those that the action reads.
 */
final class ErrorReport(
    file: String,
    compiled: Boolean,
    isUsers: StackTraceElement => Boolean,
    sqlPlaces: SqlPlaces,
    definitions: QueryContext => Option[String]
) {
  import ErrorReport._

  def of(problem: Throwable, phase: String, statement: Option[Int], statementLine: Option[Int]): Report = {
    val chain = causes(problem)
    val own = chain.dropWhile(isWrapper).headOption.getOrElse(problem)
    val frames = chain.reverse.flatMap(userFrames)
    val here = if (compiled) frames.headOption else frames.find(_.getFileName == file)
    val hereFile = here.fold(file)(_.getFileName)
    val elsewhere = (if (compiled) None else userFrames(own).headOption.filter(_.getFileName != file))
      .map(frame => s"${frame.getFileName}:${frame.getLineNumber}")
      .orElse(definitionSite(chain).filterNot(_.startsWith(hereFile + ":")))
    val wrappers = chain.takeWhile(_ ne own)
    basic(own, phase) ++ VectorMap(
      "types" -> (superclasses(own) ++ wrappers.flatMap(each => each.getClass.getName +: superclasses(each))).distinct,
      "file" -> Some(hereFile),
      "line" -> here.map(_.getLineNumber).orElse(statementLine),
      "statement" -> statement,
      "retryable" -> (if (chain.exists(isHopeless)) Some(false) else None),
      "definedAt" -> elsewhere,
      "hint" -> elsewhere.map(place =>
        s"the dataset that is read here was defined at $place and is only computed now; " +
          "with `checkpoint` as its policy it fails there")
    )
  }

  private def basic(problem: Throwable, phase: String): Report = VectorMap(
    "type" -> problem.getClass.getName,
    "types" -> superclasses(problem),
    "message" -> message(problem),
    "stack" -> problem.getStackTrace.take(MaxFrames).map(frame).toVector,
    "cause" -> Option(problem.getCause).filter(_ ne problem).map(cause => causeReport(cause, phase, depth = 1)),
    "phase" -> phase
  )

  private def causeReport(problem: Throwable, phase: String, depth: Int): Report = {
    val place = userFrames(problem).headOption
    val cause = Option(problem.getCause).filter(cause => (cause ne problem) && depth < MaxCauses)
    basic(problem, phase) ++ VectorMap(
      "file" -> place.map(_.getFileName),
      "line" -> place.map(_.getLineNumber),
      "cause" -> cause.map(inner => causeReport(inner, phase, depth + 1)))
  }

  private def userFrames(problem: Throwable): List[StackTraceElement] =
    problem.getStackTrace.filter(frame => isOwn(frame) && frame.getFileName != null && frame.getLineNumber > 0).toList

  /** Where the expression that failed was written, as Spark notes it. */
  private def definitionSite(chain: List[Throwable]): Option[String] =
    chain.collect { case spark: SparkThrowable => spark.getQueryContext.toSeq }.flatten.flatMap {
      case sql: SQLQueryContext => sqlPlaces.find(sql).orElse(definitions(sql))
      case other if other.contextType == QueryContextType.DataFrame =>
        Site.findFirstMatchIn(other.callSite).map(_.group(1))
          .orElse(other.callSite.linesIterator.nextOption().filter(PythonSite.matches))
      case _ => None
    }.headOption.orElse(chain.find(isPythons).flatMap(pythonSite))

  /** The user's function that failed, as the end of Python's own traceback has it. */
  private def pythonSite(problem: Throwable): Option[String] =
    PythonFrame.findAllMatchIn(message(problem)).toList.lastOption
      .map(frame => s"${frame.group(1)}:${frame.group(2)}")

  private def isOwn(frame: StackTraceElement): Boolean =
    isUsers(frame) && frame.getFileName != Interpreter.PreludeFile

  private def frame(element: StackTraceElement): Map[String, Any] = VectorMap(
    "function" -> s"${element.getClassName}.${element.getMethodName}",
    "file" -> Option(element.getFileName),
    "line" -> Option(element.getLineNumber).filter(_ > 0),
    "origin" -> (if (isOwn(element)) "user" else Place.origin(element))
  )
}

object ErrorReport {
  type Report = VectorMap[String, Any]

  private val MaxFrames = 150
  private val MaxCauses = 8
  private val Site = """\(([^():\s]+:\d+)\)""".r
  private val PythonSite = """[^\s].*\.py:\d+""".r
  /** The user's files go by their paths in the repo, those of libraries by whole ones. */
  private val PythonFrame = """File "([^/"][^"]*\.py)", line (\d+)""".r

  def ofProblems(problems: List[CompileProblem]): Report = {
    val reports = problems.map(ofProblem)
    if (reports.tail.isEmpty) reports.head else reports.head.updated("all", reports.tail)
  }

  def ofProblem(problem: CompileProblem): Report = simple("ama.CompileError", problem.message, "compile") ++ VectorMap(
    "file" -> Option.when(problem.file.nonEmpty)(problem.file),
    "line" -> Option.when(problem.line > 0)(problem.line),
    "column" -> Option.when(problem.column > 0)(problem.column),
    "retryable" -> false,
    "hint" -> problem.hint
  )

  /** An error that is no exception of the user's. */
  def simple(kind: String, message: String, phase: String): Report =
    VectorMap("type" -> kind, "types" -> Nil, "message" -> message, "stack" -> Nil, "phase" -> phase)

  private def causes(problem: Throwable): List[Throwable] =
    Iterator.iterate(problem)(_.getCause).takeWhile(_ != null).take(MaxCauses * 2).toList

  /** Spark's words around an exception of the user's own that was thrown in a task, a UDF or a query. */
  private def isWrapper(problem: Throwable): Boolean = problem match {
    case wrapper: SparkException => wrapper.getCause != null
    case _: java.util.concurrent.ExecutionException | _: java.lang.reflect.UndeclaredThrowableException =>
      problem.getCause != null
    case _ => false
  }

  /** What cannot be cured by doing it again. */
  private def isHopeless(problem: Throwable): Boolean = problem match {
    case _: org.apache.spark.sql.AnalysisException | _: ClassNotFoundException => true
    case _: IncompatibleClassChangeError | _: ClassFormatError => true
    // A class whose initialiser failed is a missing one to the JVM; it may succeed next time.
    case missing: NoClassDefFoundError => !String.valueOf(missing.getMessage).startsWith("Could not initialize")
    case _: java.io.FileNotFoundException | _: java.nio.file.NoSuchFileException => true
    case _ => false
  }

  private def isPythons(problem: Throwable): Boolean =
    problem.getClass.getName == "org.apache.spark.api.python.PythonException"

  private def superclasses(problem: Throwable): List[String] =
    Iterator.iterate[Class[_]](problem.getClass.getSuperclass)(_.getSuperclass).takeWhile(_ != null).map(_.getName)
      .filterNot(_ == "java.lang.Object").toList

  private def message(problem: Throwable): String =
    try Option(problem.getMessage).getOrElse("").take(MaxMessage)
    catch { case NonFatal(_) => "" }

  private val MaxMessage = 20000
}
