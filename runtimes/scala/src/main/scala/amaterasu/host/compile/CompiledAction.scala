package amaterasu.host.compile

/**
 * A name that a statement defines. `path` leads from the statement's package to the value, as in
 * `$read.INSTANCE.$iw.odd`; a `lazyVal` must not be touched to be shown.
 */
final case class DefinedName(name: String, tpe: String, path: String, lazyVal: Boolean)

/**
 * One top-level statement. `packageId` is the number of its `$line<N>` package within the classes of its action; `text`
 * is its first line, for messages; `unnamed` tells that its value has no name of the user's (`res0`).
 */
final case class Statement(
    packageId: Int,
    file: String,
    line: Int,
    endLine: Int,
    text: String,
    names: List[DefinedName],
    unnamed: Boolean
)

/** A file's class, by its path `$line1000000001/$read.class`. */
final case class CompiledClass(path: String, bytes: Array[Byte])

/**
 * An action after the compiler: what any number of attempts can be made from. The package numbers in the class files
 * are only this action's own; `ActionClasses` gives each attempt fresh ones. `prelude` is the package of the statement
 * that binds `env` and `spark`, and comes first.
 */
final case class CompiledAction(
    file: String,
    prelude: Statement,
    statements: Vector[Statement],
    classes: Vector[CompiledClass],
    loaded: Vector[LoadedFile]
) {
  def packageIds: Seq[Int] = prelude.packageId +: statements.map(_.packageId)
}

/** A file that the source names by `:load` or `:require`, with its digest: when it changes, so does the action. */
final case class LoadedFile(path: String, sha256: String, jar: Boolean)

/** What the compiler says against a source. */
final case class CompileProblem(message: String, file: String, line: Int, column: Int, hint: Option[String] = None)
