package amaterasu.runtime

/** A source of `datasets.yml` that could not be read or written; the cause says why. */
final class SourceException(message: String, cause: Throwable) extends RuntimeException(message, cause)
