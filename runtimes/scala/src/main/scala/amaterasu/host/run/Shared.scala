package amaterasu.host.run

import amaterasu.host.compile.{ActionClasses, Compiler, SharedCode}
import amaterasu.host.data.Datasets
import amaterasu.host.protocol.Outbox
import amaterasu.host.sql.SqlPlaces
import amaterasu.host.workers.Workers

/** What the attempts of a host have in common. */
final class Shared(
    val outbox: Outbox,
    val code: SharedCode,
    val compiler: Compiler,
    val classes: ActionClasses,
    val session: HostSession,
    val loader: ActionLoader,
    val jobs: Jobs,
    val workers: Workers
) {
  /** Has the `src/lib` compiled that the request comes with; returns all that is wrong with it. */
  def compileCode(request: RunRequest): Option[ErrorReport.Report] =
    code.of(request.sourceRoot, request.compiled).left.toOption.map(problems => ErrorReport.ofProblems(problems))

  val datasets = new Datasets
  val attempts = new Attempts
  val views = new ViewNames
  val sqlPlaces = new SqlPlaces
}
