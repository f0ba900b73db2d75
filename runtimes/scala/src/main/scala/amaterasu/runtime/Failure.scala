package amaterasu.runtime

/** What an error action learns of the failure that it handles. `attempts` counts the failed executions. */
final case class Failure(
    action: String,
    errorType: String,
    message: String,
    file: Option[String],
    line: Option[Int],
    attempts: Int
)
