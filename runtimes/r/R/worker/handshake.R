# The way into a session, and back into it when the connection broke.

first_retry_s <- 0.025
last_retry_s <- 1

shake_hands <- function(worker) {
  connection <- connect(worker$address)
  hello <- c(list(
    protocol = list(1L), runner = "amaterasu-r", version = worker$version, types = list("r", "spark-r"),
    capacity = 1L, pid = Sys.getpid(), host = Sys.info()[["nodename"]],
    lastSeq = worker$outbox$last, epoch = worker$epoch
  ), worker$credentials)
  send(connection, line_of(paste0('"id":"hello","method":"hello","params":', to_json(hello))))
  welcome <- first_line(connection)
  if (is.null(welcome)) {
    hang_up(connection)
    return(FALSE)
  }
  enter_session(worker, connection, from_json(welcome))
}

# The first line that comes; what comes along with it is kept for `listen`.
first_line <- function(connection, within_s = 10) {
  until <- now() + within_s
  while ((left_s <- until - now()) > 0) {
    if (!await(connection, FALSE, left_s)[["read"]]) next
    lines <- receive(connection)
    if (is.null(lines)) return(NULL)
    if (length(lines) == 0L) next
    connection$early <- lines[-1L]
    return(lines[[1L]])
  }
  NULL
}

enter_session <- function(worker, connection, answer) {
  if (!is.null(answer$error)) return(end_worker(worker, paste("the leader refused:", answer$error$message)))
  welcome <- answer$result
  if (welcome$epoch < worker$epoch) {
    hang_up(connection)
    return(end_worker(worker, "the leader is older than one that was here before"))
  }
  worker$connection <- connection
  worker$epoch <- welcome$epoch
  worker$credentials <- list(key = welcome$key)
  worker$linger_s <- welcome$lingerMs / 1000
  worker$silence_s <- if (is.null(welcome$silenceMs)) Inf else welcome$silenceMs / 1000
  resume_from(worker$outbox, welcome$resumeFrom)
  TRUE
}

# The connection is gone: for how long it is dialled again is what the last welcome said.
lose_connection <- function(worker) {
  hang_up(worker$connection)
  worker$connection <- NULL
  worker$dial_until <- now() + worker$linger_s
  worker$dial_at <- now() + first_retry_s
  worker$dial_pause_s <- first_retry_s
}

dial_again <- function(worker) {
  if (now() >= worker$dial_until) return(end_worker(worker, "the leader is gone"))
  pause_s <- worker$dial_at - now()
  if (pause_s > 0) return(Sys.sleep(min(0.01, pause_s)))
  worker$dial_pause_s <- min(last_retry_s, worker$dial_pause_s * 2)
  worker$dial_at <- now() + worker$dial_pause_s
  tryCatch(shake_hands(worker), error = function(condition) FALSE)
}
