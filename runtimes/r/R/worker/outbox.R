# What is to be sent: answers, which go first, and what was told, which is kept until the leader has it.

held_limit <- 8L * 1024L * 1024L # bytes told and not acknowledged; beyond it, actions wait before they tell more

new_outbox <- function() {
  list2env(list(
    answers = list(), told = new.env(hash = TRUE, parent = emptyenv()), held = 0,
    first = 1, last = 0, sent = 0, current = raw(), at = 0L
  ), parent = emptyenv())
}

# `members` is the text of the notification's fields beside `seq`.
tell <- function(outbox, method, members) {
  outbox$last <- outbox$last + 1
  line <- line_of(sprintf('"method":"%s","params":{"seq":%.0f,%s}', method, outbox$last, members))
  assign(key_of(outbox$last), line, envir = outbox$told)
  outbox$held <- outbox$held + length(line)
}

answer <- function(outbox, id, result) {
  push_answer(outbox, sprintf('"id":%s,"result":%s', to_json(id), result))
}

answer_error <- function(outbox, id, code, message) {
  push_answer(outbox, sprintf('"id":%s,"error":%s', to_json(id), to_json(list(code = code, message = message))))
}

push_answer <- function(outbox, members) outbox$answers[[length(outbox$answers) + 1L]] <- line_of(members)

line_of <- function(members) charToRaw(enc2utf8(paste0('{"jsonrpc":"2.0",', members, "}\n")))

key_of <- function(seq) sprintf("%.0f", seq)

acknowledge <- function(outbox, seq) {
  while (outbox$first <= min(seq, outbox$last)) {
    key <- key_of(outbox$first)
    outbox$held <- outbox$held - length(outbox$told[[key]])
    rm(list = key, envir = outbox$told)
    outbox$first <- outbox$first + 1
  }
}

# After a handshake: what the leader has need not go again, and it asks again for what it has no answer to.
resume_from <- function(outbox, seq) {
  acknowledge(outbox, seq)
  outbox$sent <- seq
  outbox$answers <- list()
  outbox$current <- raw()
  outbox$at <- 0L
}

is_full <- function(outbox) outbox$held > held_limit

has_unsent <- function(outbox) {
  outbox$at < length(outbox$current) || length(outbox$answers) > 0L || outbox$sent < outbox$last
}

# Sends as much as the connection takes without waiting.
send_some <- function(outbox, connection) {
  for (piece in seq_len(256L)) {
    if (!has_unsent(outbox) || !await(connection, TRUE, 0)[["write"]]) return(TRUE)
    if (outbox$at >= length(outbox$current)) take_line(outbox)
    to <- min(outbox$at + piece_bytes, length(outbox$current))
    if (!send(connection, outbox$current[(outbox$at + 1L):to])) return(FALSE)
    outbox$at <- to
  }
  TRUE
}

take_line <- function(outbox) {
  outbox$at <- 0L
  if (length(outbox$answers) > 0L) {
    outbox$current <- outbox$answers[[1L]]
    outbox$answers <- outbox$answers[-1L]
  } else {
    outbox$sent <- outbox$sent + 1
    outbox$current <- outbox$told[[key_of(outbox$sent)]]
  }
}
