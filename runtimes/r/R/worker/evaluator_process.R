# The process in which actions run, and the pipes between it and the worker.

start_evaluator <- function(worker) {
  pipes <- tempfile("evaluator")
  dir.create(pipes, mode = "0700")
  system2("mkfifo", shQuote(file.path(pipes, c("stdout", "stderr", "events", "commands"))))
  evaluator <- list2env(list(
    pipes = pipes, pid = NULL, commands = NULL, waiting = character(), requests = 0L,
    events = character(), torn = raw(), handled = 0L,
    event_pipe = reading_end(pipes, "events"),
    stdout = new_stream("stdout", reading_end(pipes, "stdout")),
    stderr = new_stream("stderr", reading_end(pipes, "stderr"))
  ), parent = emptyenv())
  rscript <- file.path(R.home("bin"), "Rscript")
  home <- worker$home
  program <- c(rscript, "--no-save", "--no-restore", file.path(home, "evaluator.R"), home, pipes)
  if (nzchar(worker$compiled)) program <- c(program, worker$compiled)
  system2("sh", shQuote(c(file.path(home, "evaluator.sh"), pipes, program)), wait = FALSE)
  evaluator
}

reading_end <- function(pipes, name) fifo(file.path(pipes, name), "rb", blocking = FALSE)

# What has come by a pipe. R calls it an error that nothing has.
read_pipe <- function(pipe) tryCatch(readBin(pipe, "raw", 65536L), error = function(condition) raw())

# A request goes as a file, so that the pipe, which the evaluator may be slow to read, never fills.
command_evaluator <- function(evaluator, request) {
  evaluator$requests <- evaluator$requests + 1L
  file <- file.path(evaluator$pipes, sprintf("request-%d.json", evaluator$requests))
  unlink(file.path(evaluator$pipes, "cancelled"))
  writeBin(charToRaw(enc2utf8(to_json(request))), file)
  evaluator$waiting <- c(evaluator$waiting, file)
  hand_over(evaluator)
}

hand_over <- function(evaluator) {
  if (is.null(evaluator$commands) || length(evaluator$waiting) == 0L) return(invisible())
  writeBin(charToRaw(paste0(evaluator$waiting, "\n", collapse = "")), evaluator$commands)
  evaluator$waiting <- character()
}

# It says that it is there by naming its process, and opens the other end of this pipe then.
evaluator_is_ready <- function(evaluator, pid) {
  evaluator$pid <- pid
  evaluator$commands <- fifo(file.path(evaluator$pipes, "commands"), "wb", blocking = TRUE)
  hand_over(evaluator)
}

# Its exit code, as a shell has it; NULL while it lives.
exit_code <- function(evaluator) {
  file <- file.path(evaluator$pipes, "status")
  if (file.exists(file)) as.integer(readLines(file)) else NULL
}

# R waits for `system()` deaf to the signal, so its children are interrupted too, as by Ctrl-C in a terminal.
interrupt_evaluator <- function(evaluator) {
  if (!is.null(evaluator$pid)) tools::pskill(with_descendants(evaluator$pid), tools::SIGINT)
}

kill_evaluator <- function(evaluator) {
  if (!is.null(evaluator$pid)) tools::pskill(with_descendants(evaluator$pid), tools::SIGKILL)
}

forget_evaluator <- function(evaluator) {
  pipes <- list(evaluator$event_pipe, evaluator$stdout$pipe, evaluator$stderr$pipe, evaluator$commands)
  for (pipe in pipes) if (!is.null(pipe)) close(pipe)
  unlink(evaluator$pipes, recursive = TRUE)
}
