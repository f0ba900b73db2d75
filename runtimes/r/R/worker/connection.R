# A connection to the leader: bytes to lines and back. Nothing here waits.

max_line_bytes <- 1024L * 1024L
piece_bytes <- 4096L # what is always taken at once by a socket that says that it can be written to

connect <- function(address) {
  place <- regmatches(address, regexec("^([^/]+):([0-9]+)$", address))[[1]]
  if (length(place) == 0L) stop("R can only connect to a host and port, not to ", address)
  socket <- suppressWarnings(socketConnection(
    gsub("[][]", "", place[[2]]), as.integer(place[[3]]),
    blocking = FALSE, open = "r+b", timeout = 60L, options = "no-delay"
  ))
  list2env(list(
    socket = socket, rest = raw(), early = character(), heard_at = now(), spoke_at = now()
  ), parent = emptyenv())
}

now <- function() proc.time()[["elapsed"]]

# What the connection is ready for within `seconds`.
await <- function(connection, writing, seconds) {
  sockets <- list(connection$socket)
  if (!writing) return(c(read = socketSelect(sockets, FALSE, seconds), write = FALSE))
  ready <- socketSelect(c(sockets, sockets), c(FALSE, TRUE), seconds)
  c(read = ready[[1]], write = ready[[2]])
}

# The whole lines that have come, without empty ones; NULL when the connection is at its end.
receive <- function(connection) {
  bytes <- tryCatch(readBin(connection$socket, "raw", 65536L), error = function(condition) raw())
  if (length(bytes) == 0L) return(NULL)
  connection$heard_at <- now()
  bytes <- c(connection$rest, bytes)
  ends <- which(bytes == as.raw(0x0A))
  connection$rest <- if (length(ends) == 0L) bytes else bytes[-seq_len(max(ends))]
  if (length(connection$rest) > max_line_bytes) return(NULL)
  starts <- c(1L, ends + 1L)[seq_along(ends)]
  lines <- Map(function(start, end) bytes[seq_len(end - start) + start - 1L], starts, ends)
  vapply(lines[lengths(lines) > 0L], utf8_text, "")
}

utf8_text <- function(bytes) {
  text <- rawToChar(bytes)
  Encoding(text) <- "UTF-8"
  text
}

# Whether it went; whoever reads notices that the connection is broken.
send <- function(connection, bytes) {
  connection$spoke_at <- now()
  tryCatch({
    writeBin(bytes, connection$socket)
    TRUE
  }, error = function(condition) FALSE)
}

hang_up <- function(connection) try(close(connection$socket), silent = TRUE)
