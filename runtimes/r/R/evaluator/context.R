# `AmaContext`, by either way of writing its names.

ama_context <- function(session, env) {
  structure(class = "ama_context", list(env = env, failure = session$attempt$request$failure))
}
