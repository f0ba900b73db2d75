# What the evaluator's process prints, by R itself, its children, or C code, and where in it each event belongs.
#
# Before an event the evaluator writes a mark into both streams. So what was printed before an event is told before it,
# however late either is read.

output_bytes <- 64L * 1024L # of one message: escaped, at most six bytes each

new_stream <- function(name, pipe) {
  list2env(list(name = name, pipe = pipe, bytes = raw(), passed = 0L, torn = raw()), parent = emptyenv())
}

mark_start <- "\033]ama;"
mark_of <- function(number) sprintf("%s%d\007", mark_start, number)

# Reads what there is; whether there was something.
read_stream <- function(stream) {
  read <- read_pipe(stream$pipe)
  stream$bytes <- c(stream$bytes, read)
  length(read) > 0L
}

# Takes what belongs before event `number`, or all that comes before the next mark when it has not been reached.
take_printed <- function(stream, number) {
  if (stream$passed >= number) return(raw())
  mark <- charToRaw(mark_of(number))
  at <- grepRaw(mark, stream$bytes, fixed = TRUE)
  if (length(at) == 0L) return(take_bytes(stream, safe_length(stream$bytes)))
  printed <- take_bytes(stream, at - 1L)
  take_bytes(stream, length(mark))
  stream$passed <- number
  printed
}

take_bytes <- function(stream, count) {
  if (count == 0L) return(raw())
  taken <- stream$bytes[seq_len(count)]
  stream$bytes <- stream$bytes[-seq_len(count)]
  taken
}

# How much of it is before the next mark, or before the end that might be the beginning of one.
safe_length <- function(bytes) {
  at <- grepRaw(charToRaw(mark_start), bytes, fixed = TRUE)
  if (length(at) > 0L) return(at - 1L)
  last <- tail_of(which(bytes == as.raw(0x1B)))
  if (length(last) > 0L && length(bytes) - last < nchar(mark_start)) last - 1L else length(bytes)
}

# Bytes to texts of bounded length, cut between characters; what is not UTF-8 is replaced.
texts_of <- function(stream, bytes, is_last = FALSE) {
  bytes <- c(stream$torn, bytes)
  bytes[bytes == as.raw(0L)] <- as.raw(0x1A)
  texts <- character()
  repeat {
    piece <- bytes[seq_len(min(length(bytes), output_bytes))]
    rest <- bytes[-seq_along(piece)]
    whole <- length(piece) - if (is_last && length(rest) == 0L) 0L else torn_length(piece)
    if (whole > 0L) texts <- c(texts, as_utf8(utf8_text(piece[seq_len(whole)])))
    bytes <- c(piece[-seq_len(whole)], rest)
    if (whole == 0L || length(rest) == 0L) break
  }
  stream$torn <- bytes
  texts
}

# How many bytes at the end are the beginning of a character.
torn_length <- function(bytes) {
  for (back in seq_len(min(3L, length(bytes)))) {
    byte <- as.integer(bytes[[length(bytes) + 1L - back]])
    if (byte < 0x80L) return(0L)
    if (byte >= 0xC0L) return(if (back < character_length(byte)) back else 0L)
  }
  0L
}

character_length <- function(lead) if (lead >= 0xF0L) 4L else if (lead >= 0xE0L) 3L else 2L
