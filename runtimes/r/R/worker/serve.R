# The worker's life: it waits for the leader and for its evaluator, both at once.

idle_s <- 0.2 # how long it waits for the leader while nothing runs
first_look_s <- 0.001 # the evaluator is looked at after so much, and when it has nothing to tell, later and later
last_look_s <- 0.02
look_growth <- 1.1 # what it tells is late by at most a tenth of the time it took

run_worker <- function(home, compiled) {
  # A group of processes is interrupted as a whole; what that means for an attempt is decided here.
  suspendInterrupts({
    ensure_utf8()
    worker <- new_worker(home, compiled)
    worker$evaluator <- start_evaluator(worker)
    tryCatch({
      if (!shake_hands(worker)) end_worker(worker, "the leader hung up")
      serve(worker)
    }, finally = leave(worker))
  })
}

new_worker <- function(home, compiled) {
  token_file <- Sys.getenv("AMA_TOKEN_FILE")
  worker <- list2env(list(
    home = home, compiled = compiled, address = Sys.getenv("AMA_ADDRESS"), version = version_of(home),
    credentials = list(token = readLines(token_file, n = 1L, warn = FALSE)), epoch = 0,
    connection = NULL, linger_s = 0, silence_s = Inf, outbox = new_outbox(), evaluator = NULL,
    attempts = new.env(parent = emptyenv()), running = NULL, look_s = first_look_s, leave_at = NULL, ended = FALSE
  ), parent = emptyenv())
  Sys.unsetenv(c("AMA_ADDRESS", "AMA_TOKEN_FILE"))
  worker
}

version_of <- function(home) {
  package <- file.path(home, "..", "..", "package.json")
  if (file.exists(package)) jsonlite::read_json(package)$version else "unknown"
}

# R in another locale can print no text that the locale cannot spell.
ensure_utf8 <- function() {
  if (l10n_info()[["UTF-8"]]) return(invisible())
  for (locale in c("C.UTF-8", "en_US.UTF-8")) {
    if (nzchar(suppressWarnings(Sys.setlocale("LC_CTYPE", locale)))) return(Sys.setenv(LC_ALL = locale))
  }
}

serve <- function(worker) {
  while (!worker$ended) {
    came <- relay(worker)
    worker$look_s <- if (came) first_look_s else min(last_look_s, worker$look_s * look_growth)
    press_cancel(worker)
    if (is.null(worker$connection)) dial_again(worker) else attend(worker, came)
    if (is_time_to_leave(worker)) worker$ended <- TRUE
  }
}

attend <- function(worker, came) {
  connection <- worker$connection
  ready <- await(connection, has_unsent(worker$outbox), pause_s(worker, came))
  alive <- handle_lines(worker, take_early(connection)) && (!ready[["read"]] || listen(worker, connection))
  if (alive && ready[["write"]]) alive <- send_some(worker$outbox, connection)
  if (alive && now() - connection$spoke_at > worker$silence_s / 3) alive <- send(connection, as.raw(0x0A))
  if (!alive || now() - connection$heard_at > worker$silence_s) lose_connection(worker)
}

# Whether the connection is still one.
listen <- function(worker, connection) {
  lines <- receive(connection)
  if (is.null(lines)) FALSE else handle_lines(worker, lines)
}

take_early <- function(connection) {
  lines <- connection$early
  connection$early <- character()
  lines
}

handle_lines <- function(worker, lines) all(vapply(lines, function(line) handle_line(worker, line), logical(1)))

pause_s <- function(worker, came) {
  if (came || length(worker$connection$early) > 0L) return(0)
  busy <- !is.null(worker$running) || (!is.null(worker$evaluator) && is.null(worker$evaluator$pid))
  min(if (busy) worker$look_s else idle_s, worker$silence_s / 6)
}

# After `shutdown`: when the attempt that ran has ended and all is told, or the time is up.
is_time_to_leave <- function(worker) {
  if (is.null(worker$leave_at)) return(FALSE)
  now() >= worker$leave_at || (is.null(worker$running) && !has_unsent(worker$outbox))
}

end_worker <- function(worker, why) {
  message("R worker: ends, as ", why)
  worker$ended <- TRUE
  FALSE
}

# The evaluator goes first, so that its folder can.
leave <- function(worker) {
  evaluator <- worker$evaluator
  if (is.null(evaluator)) return(invisible())
  # One that is only just starting has not said yet which process it is.
  wait_for(function() !is.null(evaluator$pid), function() relay(worker), evaluator)
  kill_evaluator(evaluator)
  wait_for(function() FALSE, function() NULL, evaluator)
  forget_evaluator(evaluator)
}

# Until it is so, or the evaluator has ended, or time is up.
wait_for <- function(is_so, meanwhile, evaluator, seconds = 3) {
  until <- now() + seconds
  while (!is_so() && is.null(exit_code(evaluator)) && now() < until) {
    meanwhile()
    Sys.sleep(first_look_s)
  }
}
