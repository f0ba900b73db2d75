package amaterasu.host.compile

/** What a user may want to know besides the compiler's words. */
private object Hints {
  private val Missing = "not found: |is not a member of "

  def add(source: String, problems: List[CompileProblem]): List[CompileProblem] =
    if (!source.contains("addJar")) problems
    else problems.map { problem =>
      if (Missing.r.findFirstIn(problem.message).isEmpty) problem
      else problem.copy(hint = Some(
        "the action is compiled before addJar runs, so its jar is not seen; declare the jar in deps/jars.yml"))
    }
}
