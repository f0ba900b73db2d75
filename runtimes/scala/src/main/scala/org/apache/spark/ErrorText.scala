package org.apache.spark

/** Opens what Spark keeps to its own packages: an error's words without the query and the plan that follow them. */
object ErrorText {
  def of(problem: SparkThrowable): Option[String] =
    Option(problem.getCondition).map(condition => SparkThrowableHelper.getMessage(condition, problem.getMessageParameters))
}
