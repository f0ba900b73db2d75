# The attempt that runs, and those that have run.

interrupt_every_s <- 1
jvm_first_s <- 2 # a host ends Spark's jobs itself; an interrupt before that breaks the connection to it

start_attempt <- function(worker, params) {
  if (is.null(worker$evaluator)) worker$evaluator <- start_evaluator(worker)
  attempt <- list2env(list(
    id = params$attempt, type = params$type, member = json_members(list(attempt = params$attempt)), file = params$file,
    names = list(), result = NULL, line = NULL, statement = NULL, kill_at = Inf, interrupt_at = Inf,
    marker = marker_of(params$attempt), processes = process_ids()
  ), parent = emptyenv())
  worker$attempts[[attempt$id]] <- attempt
  worker$running <- attempt
  params$envVars <- c(params$envVars, list(AMA_R_ATTEMPT = attempt$marker))
  command_evaluator(worker$evaluator, params)
}

tell_of <- function(worker, method, members) {
  tell(worker$outbox, method, paste(c(worker$running$member, members[nzchar(members)]), collapse = ","))
}

# First R is interrupted, as by Ctrl-C, again and again, as a handler of the action may swallow that; then it is killed.
cancel_attempt <- function(worker, grace_s) {
  attempt <- worker$running
  if (is.finite(attempt$kill_at)) return(invisible())
  file.create(file.path(worker$evaluator$pipes, "cancelled"))
  attempt$kill_at <- now() + grace_s
  attempt$interrupt_at <- now() + if (attempt$type == "spark-r") jvm_first_s else 0
}

press_cancel <- function(worker) {
  attempt <- worker$running
  if (is.null(attempt) || !is.finite(attempt$kill_at)) return(invisible())
  if (now() >= attempt$kill_at) {
    kill_evaluator(worker$evaluator)
    attempt$kill_at <- now() + interrupt_every_s
  } else if (now() >= attempt$interrupt_at) {
    interrupt_evaluator(worker$evaluator)
    attempt$interrupt_at <- now() + interrupt_every_s
  }
}

end_attempt <- function(worker, members) {
  attempt <- worker$running
  left <- end_left_behind(worker, attempt)
  if (length(left) > 0L) {
    text <- paste("ended what the action had left behind:", paste(left, collapse = ", "))
    tell_of(worker, "log", json_members(list(level = "warn", text = text)))
  }
  attempt$result <- paste0("{", members, "}")
  tell_of(worker, "ended", members)
  worker$running <- NULL
}

# The evaluator has gone in the middle of an attempt: it was killed by a cancel, or by whatever else.
end_lost_attempt <- function(worker, code) {
  attempt <- worker$running
  outcome <- if (is.finite(attempt$kill_at)) {
    list(status = "cancelled", clean = TRUE)
  } else {
    list(status = "failed", error = fields(
      type = "ama.WorkerLost", types = list(), message = how_it_ended(code), phase = "run",
      file = attempt$file, line = attempt$line, statement = attempt$statement, stack = list()
    ))
  }
  end_attempt(worker, json_members(outcome))
}

how_it_ended <- function(code) {
  if (code > 128L) return(sprintf("R was ended by signal %d (%s)", code - 128L, signal_name(code - 128L)))
  sprintf("R ended with exit code %d", code)
}

signal_name <- function(signal) {
  names <- c("6" = "SIGABRT", "9" = "SIGKILL", "11" = "SIGSEGV", "15" = "SIGTERM", "7" = "SIGBUS", "4" = "SIGILL")
  name <- names[as.character(signal)]
  if (is.na(name)) "a signal" else name
}
