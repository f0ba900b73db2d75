package amaterasu.host.compile

import scala.collection.mutable
import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.CompilingInterpreter

/**
 * The Scala interpreter as a compiler of actions. It splits a source into statements and compiles each as spark-shell
 * would, but never runs any: what comes out is a `CompiledAction`. One after another, for one thread at a time.
 */
final class Interpreter(classPath: String, val extraJars: Seq[String]) {
  private val settings = {
    val made = new Settings(_ => ())
    made.processArguments(List("-Yrepl-class-based", "-Yimports:" + Interpreter.RootImports.mkString(",")), true)
    made.classpath.value = (classPath +: extraJars).mkString(java.io.File.pathSeparator)
    made.Yrangepos.value = true
    made.nowarn.value = true
    made
  }
  private val reporter = new ProblemReporter(settings)
  private val intp = new CompilingInterpreter(settings, reporter)
  private val internals = new InterpreterInternals(intp)
  intp.initializeCompiler()
  internals.setLastPackage(Interpreter.FirstPackage)

  private val prelude = {
    compileChunk(Chunk(SourcePart(Interpreter.PreludeFile, Interpreter.Prelude), 0, Interpreter.Prelude.length))
      .getOrElse(throw new IllegalStateException(s"the prelude does not compile: ${reporter.take().mkString("; ")}"))
  }
  private val preludeRequest = intp.lastRequest
  private val preludeClasses = takeClasses(List(prelude))
  private var served = 0

  /** How many sources it has compiled: its symbol table only grows. */
  def age: Int = served

  def compile(source: ActionSource): Either[List[CompileProblem], CompiledAction] = {
    served += 1
    reporter.take()
    try {
      val compiled = for {
        chunks <- split(source)
        statements <- compileAll(chunks)
      } yield CompiledAction(source.file, prelude, statements, preludeClasses ++ takeClasses(statements), source.loaded)
      compiled.left.map(Hints.add(source.text, _))
    } finally clear()
  }

  private def split(source: ActionSource): Either[List[CompileProblem], List[Chunk]] = {
    val (problems, chunks) = source.parts.map(split).partitionMap(identity)
    if (problems.nonEmpty) Left(problems.flatten.toList) else Right(chunks.flatten.toList)
  }

  private def split(part: SourcePart): Either[List[CompileProblem], List[Chunk]] =
    intp.withLabel(part.file)(intp.parse(part.text)) match {
      case Right((trees, _, _)) => Right(Splitter.chunks(intp)(part, trees.asInstanceOf[List[intp.global.Tree]]))
      case Left(_) =>
        val problems = reporter.take()
        Left(if (problems.nonEmpty) problems else List(part.endsEarly))
    }

  /** Goes on after an error, so that all are reported; what follows from an earlier one is left out. */
  private def compileAll(chunks: List[Chunk]): Either[List[CompileProblem], Vector[Statement]] = {
    val problems = mutable.ListBuffer.empty[CompileProblem]
    val lost = mutable.Set.empty[String]
    val statements = chunks.flatMap { chunk =>
      val compiled = compileChunk(chunk)
      if (compiled.isEmpty) {
        val found = reporter.take()
        problems ++= found.filterNot(problem => lost.exists(name => Interpreter.isMissing(problem, name)))
        lost ++= Splitter.definedNames(intp)(chunk.text)
        if (found.isEmpty) problems += CompileProblem("the compiler gave up", chunk.file, chunk.line, 1)
      }
      compiled
    }
    if (problems.nonEmpty) Left(problems.toList) else Right(statements.toVector)
  }

  private def compileChunk(chunk: Chunk): Option[Statement] = intp.withLabel(chunk.file) {
    intp.request(chunk.placed).toOption.filter(request => intp.compileUnit(request)).map { request =>
      // Before it is recorded: its own names would be looked for in itself.
      request.importedSymbols
      intp.recordRequest(request)
      reporter.take()
      statement(request, chunk)
    }
  }

  private def statement(request: intp.Request, chunk: Chunk): Statement = {
    val lazies = request.handlers.collect { case h: intp.memberHandlers.ValHandler if h.mods.isLazy => h.name.toString }
    val names = request.termNames
      .filterNot(name => intp.naming.isInternalTermName(name))
      .filter(name => request.handlers.exists(h => isValue(h) && h.definesTerm.contains(name)))
      .map { name =>
        val path = request.fullPath(name.toString).stripPrefix(request.lineRep.packageName + ".")
        DefinedName(name.decodedName.toString, request.lookupTypeOf(name), path, lazies.contains(name.toString))
      }
    val unnamed = names.nonEmpty && names.forall(defined => intp.naming.isUserVarName(defined.name))
    Statement(request.lineRep.lineId, chunk.file, chunk.line, chunk.endLine, chunk.headline, names, unnamed)
  }

  /** An object is a definition; the compiler's own `x$1` comes from a pattern. */
  private def isValue(handler: intp.memberHandlers.MemberHandler): Boolean = handler match {
    case _: intp.memberHandlers.ModuleHandler => false
    case other => other.definesValue && !other.name.toString.matches("""x\$\d+""")
  }

  /** The classes of the statements; what was only compiled to learn a type is left out. */
  private def takeClasses(statements: Iterable[Statement]): Vector[CompiledClass] = {
    val wanted = statements.map(statement => s"$$line${statement.packageId}").toSet
    val found = intp.replOutput.dir.iterator.filter(folder => wanted(folder.name)).flatMap { folder =>
      folder.iterator.map(file => CompiledClass(s"${folder.name}/${file.name}", file.toByteArray))
    }.toVector
    internals.clearOutput()
    found
  }

  /** Forgets the action's names and implicits; the compiler stays warm for the next one. */
  private def clear(): Unit = {
    internals.clearOutput()
    internals.forgetRequests()
    internals.restartNames()
    intp.recordRequest(preludeRequest)
    reporter.take()
  }
}

object Interpreter {
  /** What stack traces call the statement with which every action begins; it is ours, not the user's. */
  final val PreludeFile = "<prelude>"

  /** Ten digits from the start, so that a package can be given any other number without moving a byte. */
  val FirstPackage = 1000000000

  /**
   * What every source sees without an import; later ones win. The package `org.apache.spark.sql` comes first, since it
   * has a `util` and a `catalyst` too that must not hide Scala's own.
   */
  private val RootImports = List(
    "org.apache.spark.sql", "java.lang", "scala", "scala.Predef", "org.apache.spark.sql.functions",
    "amaterasu.runtime.Prelude")

  /** What belongs to the attempt. `spark` is a stable value, so that `import spark.implicits._` works. */
  private val Prelude: String =
    """val env: amaterasu.runtime.Env = amaterasu.runtime.Attempt.current.env; """ +
      """val AmaContext: amaterasu.runtime.AmaContext = amaterasu.runtime.Attempt.current.context; """ +
      """@transient lazy val spark: org.apache.spark.sql.SparkSession = AmaContext.spark; """ +
      """@transient lazy val sc: org.apache.spark.SparkContext = AmaContext.sc; """ +
      """@transient lazy val sqlContext: org.apache.spark.sql.SQLContext = AmaContext.sqlContext; """ +
      """def sql(query: String): org.apache.spark.sql.DataFrame = AmaContext.spark.sql(query)"""

  private def isMissing(problem: CompileProblem, name: String): Boolean =
    problem.message.startsWith("not found: value " + name) || problem.message.startsWith("not found: type " + name)
}
