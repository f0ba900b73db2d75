# One attempt: its statements one after another, in a session that is as fresh as R can make it.

run_attempt <- function(session, request) {
  session$attempt <- new_attempt(request)
  prepare_process(session)
  ended <- tryCatch(run_source(session), error = function(condition) {
    failed(describe_failure(session, list(condition = condition, frames = NULL), phase = "start"))
  })
  session$attempt <- NULL
  do.call(tell, c(list(session, "ended"), ended))
  restore_process(session)
}

new_attempt <- function(request) {
  list2env(list(
    request = request, file = if (is.null(request$file)) request$action else request$file,
    index = NULL, statement = NULL, defined = list(), registered = list(), caught = NULL, depth = 0L, warned = 0L
  ), parent = emptyenv())
}

run_source <- function(session) {
  attempt <- session$attempt
  request <- attempt$request
  first_line <- if (is.null(request$firstLine)) 1L else request$firstLine
  parsed <- parse_statements(text_of(request$source), attempt$file, first_line)
  if (!is.null(parsed$problem)) return(failed(parsed$problem))
  attach_names(session)
  for (index in seq_along(parsed$statements)) {
    if (is_cancelled(session)) return(cancelled())
    outcome <- run_statement(session, index - 1L, parsed$statements[[index]])
    if (!is.null(outcome$quit)) {
      if (outcome$quit != 0L) return(failed(describe_quit(session, outcome)))
      break
    }
    if (!is.null(outcome$ended)) return(outcome$ended)
  }
  if (is_cancelled(session)) return(cancelled())
  finish_plots(session)
  publish_all(session)
}

failed <- function(error) list(status = "failed", error = error)
cancelled <- function() list(status = "cancelled", clean = TRUE)

# Nothing when it succeeded; else `ended`, how the attempt ends with it, or `quit`, the status that it quits with.
run_statement <- function(session, index, statement) {
  attempt <- session$attempt
  attempt$index <- index
  attempt$statement <- statement
  attempt$warned <- 0L
  tell(session, "statement.started",
       index = index, line = first_line_of(statement), endLine = last_line_of(statement))
  if (index > 0L) mark_jobs(session)
  start <- proc.time()[["elapsed"]]
  outcome <- guarded(session, {
    result <- evaluate(session, statement)
    if (result$visible) print_value(session, result$value)
    result["value"]
  })
  tell_unreported_warnings(session)
  if (!is.null(outcome$quit) || !is.null(outcome$ended)) return(outcome)
  ms <- round((proc.time()[["elapsed"]] - start) * 1000, 1)
  defined <- describe_assignment(session, statement[[1L]], outcome$value)
  do.call(tell, c(list(session, "statement.finished", index = index, ms = ms), defined))
  NULL
}

# As R's own loop evaluates: in the global environment, with the statement's place for the call stack.
evaluate <- function(session, statement) {
  session$attempt$depth <- sys.nframe()
  withVisible(eval(statement, globalenv()))
}

# As R's own loop prints.
print_value <- function(session, value) {
  session$attempt$depth <- sys.nframe()
  if (isS4(value)) methods::show(value) else print(value)
}
