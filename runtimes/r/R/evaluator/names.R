# The names that an action finds without importing anything, in an environment of the search path of their own.

attach_names <- function(session) {
  library_names <- library_functions(session)
  if (length(library_names) > 0L) attach_env(library_names, "amaterasu:lib")
  attach_env(context_names(session), "amaterasu")
}

# `attach` copies, which would force what is to be loaded when it is first used.
attach_env <- function(names, title) {
  target <- attach(NULL, name = title, warn.conflicts = FALSE)
  for (name in ls(names, all.names = TRUE)) {
    local({
      key <- name
      delayedAssign(key, get(key, envir = names), assign.env = target)
    })
  }
}

context_names <- function(session) {
  names <- new.env(parent = session$code)
  names$env <- environment_of(session$attempt$request$env)
  given <- spark_names(session)
  names$AmaContext <- names$ama_context <- ama_context(session, c(list(env = names$env), given))
  plain <- c("get_dataframe", "load_dataset", "persist_dataset", "register")
  for (name in plain) names[[name]] <- names$AmaContext[[name]]
  for (name in names(given)) names[[name]] <- given[[name]]
  if (is_on_spark(session)) names$collect <- collect_verb(session)
  names$source <- function(file, ...) source_file(session, file, ...)
  names
}

environment_of <- function(source) {
  text <- if (is.null(source$inline)) text_of(source) else to_json(source$inline)
  jsonlite::fromJSON(text, simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
}
