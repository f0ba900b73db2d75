# Processes that an attempt has started and left, also those that have cut themselves off from R.

# An environment variable that only processes of this attempt have. A child that has cut itself off still has it.
marker_of <- function(id) sprintf("%d-%s", Sys.getpid(), id)

# Ends them, and says what they were: `sleep 100 (process 4711)`. Whatever there was before the attempt is none of them.
end_left_behind <- function(worker, attempt) {
  started <- setdiff(process_ids(), c(attempt$processes, worker$evaluator$pid))
  if (length(started) == 0L) return(character())
  below <- intersect(started, with_descendants(worker$evaluator$pid, process_table(started)))
  marked <- Filter(function(pid) has_marker(pid, attempt$marker), setdiff(started, below))
  pids <- c(below, marked)
  names <- vapply(pids, function(pid) sprintf("%s (process %d)", command_of(pid), pid), "")
  tools::pskill(pids, tools::SIGKILL)
  names
}

has_marker <- function(pid, marker) {
  length(grepRaw(paste0("AMA_R_ATTEMPT=", marker), proc_file(pid, "environ"), fixed = TRUE)) > 0L
}

command_of <- function(pid) {
  bytes <- proc_file(pid, "cmdline")
  if (length(bytes) == 0L) return("a program")
  bytes[bytes == as.raw(0L)] <- charToRaw(" ")
  cut_text(trimws(as_utf8(utf8_text(bytes))), 80L)
}

proc_file <- function(pid, name) {
  tryCatch(suppressWarnings({
    file <- file(file.path("/proc", pid, name), "rb", raw = TRUE)
    on.exit(close(file))
    readBin(file, "raw", 1024L * 1024L)
  }), error = function(condition) raw())
}
