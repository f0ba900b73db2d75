package amaterasu.host.run

import amaterasu.host.compile.{ActionSource, CompiledAction, DefinedName, Statement}
import amaterasu.host.data.{PublishedDataset, TypeName}
import amaterasu.host.output.Streams
import java.nio.file.Path
import scala.collection.immutable.VectorMap

/** A Scala source: all its statements are compiled before the first one runs, then each runs once. */
final class ScalaAction(request: RunRequest, shared: Shared, execution: Execution, streams: Streams)
    extends ActionBody {
  private val source = ActionSource.of(request.file, request.source.getOrElse(""), request.firstLine)
  private var compiled = Option.empty[CompiledAction]
  @volatile private var bound = VectorMap.empty[String, ScalaAction.Bound]
  @volatile private var values = VectorMap.empty[String, ShownValue]

  override def prepare(): Option[ErrorReport.Report] = shared.compiler.compile(source, request.compiled, request.sourceRoot) match {
    case Left(problems) => Some(ErrorReport.ofProblems(problems))
    case Right(action) =>
      compiled = Some(action)
      None
  }

  override def run(): Option[ErrorReport.Report] = compiled.flatMap { action =>
    action.loaded.filter(_.jar).foreach(jar => addJar(Path.of(jar.path)))
    val numbers = shared.classes.define(action)
    shared.attempts.own(numbers.values.min, numbers.values.max, execution)
    pathOf(numbers(action.prelude.packageId)).force()
    action.statements.iterator.zipWithIndex
      .takeWhile(_ => !execution.isCancelled)
      .map { case (statement, index) => runStatement(statement, index, pathOf(numbers(statement.packageId))) }
      .collectFirst { case Some(error) => error }
  }

  override def names: Iterable[String] = bound.collect {
    case (name, ScalaAction.Bound(defined, statement, _))
        if !statement.unnamed && (!defined.lazyVal || TypeName.isDataset(defined.tpe)) => name
  }

  override def defined(name: String): Option[PublishedDataset] = bound.get(name).map { found =>
    val value = found.path.value(found.defined.path)
    PublishedDataset(value, found.defined.tpe, Some(s"${found.statement.file}:${found.statement.line}"))
  }

  override def shown: Seq[(String, ShownValue)] = values.toSeq
  override def isUsers(frame: StackTraceElement): Boolean = Place.isUsers(frame)

  private def pathOf(number: Int): AccessPath = new AccessPath(shared.loader, "$line" + number)

  private def runStatement(statement: Statement, index: Int, path: AccessPath): Option[ErrorReport.Report] = {
    shared.outbox.tell("statement.started", request.attempt,
      "index" -> index, "line" -> statement.line, "endLine" -> statement.endLine)
    val began = System.nanoTime
    val problem =
      try { path.force(); None }
      catch { case thrown: Throwable => Some(thrown) }
    val ms = (System.nanoTime - began) / 1000 / 1000.0
    streams.deliver()
    problem.map(thrown => execution.report(thrown, "run", Some(index), Some(statement.line))).orElse {
      bound ++= statement.names.map(name => name.name -> ScalaAction.Bound(name, statement, path))
      finished(statement, index, ms, statement.names.map(name => name.name -> show(name, path)))
      None
    }
  }

  private def finished(statement: Statement, index: Int, ms: Double, all: List[(String, ShownValue)]): Unit = {
    if (!statement.unnamed) values ++= all
    val telling = all.filterNot(_._2.tpe == "Unit")
    def joined(texts: List[String]) = if (texts.isEmpty) None else Some(texts.mkString(", "))
    shared.outbox.tell("statement.finished", request.attempt,
      "index" -> index,
      "ms" -> ms,
      "name" -> (if (statement.unnamed) None else joined(all.map(_._1))),
      "type" -> joined(telling.map(_._2.tpe)),
      "value" -> joined(telling.flatMap(_._2.text)),
      "data" -> Option.when(telling.exists(_._2.data))(true))
  }

  private def show(name: DefinedName, path: AccessPath): ShownValue =
    if (name.lazyVal) ShownValue.lazyVal(name.tpe)
    else ShownValue.of(name.tpe, path.value(name.path), request.showData)

  private def addJar(jar: Path): Unit = {
    shared.loader.add(jar)
    execution.session.sparkContext.addJar(jar.toString)
  }
}

private object ScalaAction {
  /** A name, the statement that defined it last, and where its value is. */
  final case class Bound(defined: DefinedName, statement: Statement, path: AccessPath)
}
