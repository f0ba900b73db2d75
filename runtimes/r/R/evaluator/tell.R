# Events for the worker, each a line of its method, a tab, and the members of its JSON object.

pipe_piece_bytes <- 4096L # what a pipe takes whole, even when a signal comes

tell <- function(session, method, ...) tell_members(session, method, json_members(fields(...)))

tell_ready <- function(session) tell_members(session, "ready", as.character(session$pid))

# Both streams get a mark first, so that what was printed before the event is told before it. A forked child is not
# heard: it would tell of the attempt what its parent tells.
tell_members <- function(session, method, members) {
  if (Sys.getpid() != session$pid) return(invisible())
  session$marks <- session$marks + 1L
  mark <- charToRaw(sprintf("\033]ama;%d\007", session$marks))
  writeBin(mark, session$stdout)
  writeBin(mark, session$stderr)
  line <- charToRaw(enc2utf8(paste0(method, "\t", members, "\n")))
  for (start in seq(1L, length(line), by = pipe_piece_bytes)) {
    writeBin(line[start:min(length(line), start + pipe_piece_bytes - 1L)], session$events)
  }
}
