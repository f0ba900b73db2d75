package amaterasu.host.compile

import java.nio.file.{Files, Path}

/** Lines that are commands of spark-shell: what `:paste`, `:load` and `:require` mean is done, others are errors. */
private object ShellCommands {
  private val Command = """^:([a-z]+)(?:\s+(.*?))?\s*$""".r

  def expand(source: ActionSource): Either[List[CompileProblem], ActionSource] =
    if (!source.parts.exists(part => commandLines(part).nonEmpty)) Right(source)
    else {
      val (problems, expanded) = source.parts.map(part => expandPart(part)).partitionMap(identity)
      if (problems.nonEmpty) Left(problems.flatten.toList)
      else Right(source.copy(parts = expanded.flatMap(_._1), loaded = source.loaded ++ expanded.flatMap(_._2)))
    }

  private type Expanded = (Vector[SourcePart], Vector[LoadedFile])

  private def expandPart(part: SourcePart): Either[List[CompileProblem], Expanded] = {
    val lines = part.text.split("\n", -1).toVector
    val (problems, loads) = commandLines(part).map { case (index, name, argument) =>
      perform(part.file, index, name, argument).map(index -> _)
    }.partitionMap(identity)
    if (problems.nonEmpty) Left(problems) else Right(assemble(part.file, lines, loads))
  }

  /** The part without its command lines, cut where a file is loaded; every piece keeps its true lines. */
  private def assemble(file: String, lines: Vector[String], loads: List[(Int, Expanded)]): Expanded = {
    val commands = loads.map(_._1).toSet
    val cuts = 0 +: loads.map(_._1) :+ lines.size
    val pieces = cuts.zip(cuts.tail).map { case (from, until) =>
      def isIn(line: Int) = line >= from && line < until && !commands(line)
      SourcePart(file, lines.indices.map(line => if (isIn(line)) lines(line) else "").mkString("\n"))
    }
    val parts = pieces.head +: loads.zip(pieces.tail).flatMap { case ((_, (loaded, _)), piece) => loaded :+ piece }
    (parts.toVector, loads.flatMap(_._2._2).toVector)
  }

  private def perform(file: String, index: Int, name: String, argument: String): Either[CompileProblem, Expanded] = {
    def problem(message: String) = Left(CompileProblem(message, file, index + 1, 1))
    val path = Path.of(argument).toAbsolutePath
    (name, argument) match {
      case ("paste", "" | "-raw") => Right((Vector.empty, Vector.empty))
      case ("load" | "paste" | "require", _) if !Files.isRegularFile(path) => problem(s"there is no file $path")
      case ("load" | "paste", _) =>
        val loaded = SourcePart(argument, Files.readString(path).stripPrefix("\uFEFF"))
        expandPart(loaded).left.map(_.head).map { case (parts, files) =>
          (parts, LoadedFiles.describe(path, jar = false) +: files)
        }
      case ("require", _) => Right((Vector.empty, Vector(LoadedFiles.describe(path, jar = true))))
      case _ => problem(s":$name is a command of spark-shell that has no meaning in an action")
    }
  }

  private def commandLines(part: SourcePart): List[(Int, String, String)] =
    if (!part.text.startsWith(":") && !part.text.contains("\n:")) Nil
    else {
      val inCode = Trivia.linesInCode(part.text)
      part.text.split("\n", -1).iterator.zipWithIndex.collect {
        case (Command(name, argument), index) if inCode(index) => (index, name, Option(argument).getOrElse(""))
      }.toList
    }
}
