# The call stack, as the protocol tells it.

max_frames <- 100L

# The calls of the action itself, up to frame `last`, with their functions. The frames of `evaluate` come first.
user_frames <- function(session, last) {
  attempt <- session$attempt
  calls <- sys.calls()
  first <- attempt$depth + 1L
  if (last < first) return(list())
  indices <- seq.int(first, min(last, length(calls)))
  frames <- lapply(indices, function(index) list(call = calls[[index]], body = sys.function(index)))
  without_evaluation(frames)
}

# `withVisible(eval(…))` at the beginning, and R's own way to a handler at the end.
without_evaluation <- function(frames) {
  names <- vapply(frames, function(frame) function_name(frame$call), "")
  if (length(names) >= 3L && identical(names[1:3], c("withVisible", "eval", "eval"))) {
    frames <- frames[-(1:3)]
    names <- names[-(1:3)]
  }
  while (length(names) > 0L && names[[length(names)]] %in% c(".handleSimpleError", ".signalSimpleWarning",
                                                            "withOneRestart", "doWithOneRestart", "withRestarts")) {
    frames <- frames[-length(frames)]
    names <- names[-length(names)]
  }
  frames
}

function_name <- function(call) {
  if (!is.call(call)) return("<anonymous>")
  head <- call[[1L]]
  if (is.symbol(head)) return(as.character(head))
  if (is.call(head) && as.character(head[[1L]])[[1L]] %in% c("::", ":::", "$")) return(deparse(head)[[1L]])
  "<anonymous>"
}

# Nearest first. Where a call stands is where its caller was, so each frame has the place of the call after it; the
# last is the file itself.
describe_stack <- function(session, frames) {
  frames <- frames[seq_len(length(frames)) > length(frames) - max_frames]
  places <- lapply(frames, function(frame) place_of(session, attr(frame$call, "srcref")))
  inside <- Map(function(frame, place) {
    c(list(`function` = shown(function_name(frame$call), 200L)), place, list(origin = origin_of(session, frame, place)))
  }, frames, c(places[-1L], list(NULL)))
  top <- if (length(places) > 0L && !is.null(places[[1L]])) places[[1L]] else statement_place(session)
  unname(c(rev(inside), list(c(list(`function` = "(top level)"), top, list(origin = "user")))))
}

statement_place <- function(session) {
  statement <- session$attempt$statement
  fields(file = session$attempt$file, line = if (!is.null(statement)) first_line_of(statement))
}

place_of <- function(session, reference) {
  if (is.null(reference)) return(NULL)
  file <- attr(reference, "srcfile")$filename
  if (is.null(file) || !nzchar(file)) return(NULL)
  list(file = shown_file(session, file), line = reference[[1L]])
}

# Files of the repo are named as the user knows them.
shown_file <- function(session, file) {
  root <- session$attempt$request$sourceRoot
  if (is.null(root)) return(file)
  prefix <- paste0(normalizePath(root, mustWork = FALSE), "/")
  if (startsWith(file, prefix)) substr(file, nchar(prefix) + 1L, nchar(file)) else file
}

origin_of <- function(session, frame, place) {
  home <- environment(frame$body)
  if (is.null(home)) return("library")
  if (is_within(home, session$code)) return("runtime")
  if (identical(topenv(home), globalenv())) "user" else "library"
}

is_within <- function(env, outer) {
  while (!identical(env, emptyenv()) && !isNamespace(env) && !identical(env, globalenv())) {
    if (identical(env, outer)) return(TRUE)
    env <- parent.env(env)
  }
  FALSE
}

# The nearest place in the user's own files.
user_place <- function(session, stack) {
  for (frame in stack) if (frame$origin == "user" && !is.null(frame$line)) return(frame[c("file", "line")])
  statement_place(session)
}
