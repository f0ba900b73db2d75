# The evaluator's life: a request, an attempt, the next request.

evaluate_forever <- function(home, pipes, code) {
  # Interrupts are for what the action runs, not for what tells of it.
  suspendInterrupts({
    session <- new_session(home, pipes, code)
    tell_ready(session)
    commands <- fifo(file.path(pipes, "commands"), "r", blocking = TRUE)
    remember_process(session)
    while (length(file <- readLines(commands, n = 1L)) == 1L) {
      request <- from_json(text_of(list(path = file)))
      unlink(file)
      if (is.null(request$prepare)) run_attempt(session, request) else prepare_spark(session, request$prepare$attach)
    }
  })
}

# What the evaluator knows beside the attempt that it runs.
new_session <- function(home, pipes, code) {
  session <- list2env(list(
    home = home, pipes = pipes, code = code, pid = Sys.getpid(), marks = 0L,
    events = fifo(file.path(pipes, "events"), "wb", blocking = TRUE),
    stdout = fifo(file.path(pipes, "stdout"), "wb", blocking = TRUE),
    stderr = fifo(file.path(pipes, "stderr"), "wb", blocking = TRUE),
    attempt = NULL
  ), parent = emptyenv())
  options(keep.source = TRUE)
  replace_base_functions(session)
  session
}

is_cancelled <- function(session) file.exists(file.path(session$pipes, "cancelled"))
