# From the evaluator to the leader: events in their order, and between them what was printed.

# Whether anything came.
relay <- function(worker) {
  evaluator <- worker$evaluator
  if (is.null(evaluator) || is_full(worker$outbox)) return(FALSE)
  code <- exit_code(evaluator)
  came <- c(read_events(evaluator), read_stream(evaluator$stdout), read_stream(evaluator$stderr))
  repeat {
    tell_printed(worker, evaluator$stdout, evaluator$handled + 1L)
    tell_printed(worker, evaluator$stderr, evaluator$handled + 1L)
    if (!next_is_due(evaluator)) break
    handle_event(worker, take_event(evaluator))
  }
  if (!any(came) && !is.null(code)) lose_evaluator(worker, code)
  any(came)
}

read_events <- function(evaluator) {
  read <- read_pipe(evaluator$event_pipe)
  if (length(read) == 0L) return(FALSE)
  bytes <- c(evaluator$torn, read)
  ends <- which(bytes == as.raw(0x0A))
  whole <- if (length(ends) == 0L) 0L else max(ends)
  evaluator$torn <- if (whole == 0L) bytes else bytes[-seq_len(whole)]
  if (whole > 0L) {
    evaluator$events <- c(evaluator$events, strsplit(utf8_text(bytes[seq_len(whole)]), "\n", fixed = TRUE)[[1]])
  }
  TRUE
}

next_is_due <- function(evaluator) {
  number <- evaluator$handled + 1L
  length(evaluator$events) > 0L && evaluator$stdout$passed >= number && evaluator$stderr$passed >= number
}

# An event is a line of its method, a tab, and the members of its JSON object.
take_event <- function(evaluator) {
  line <- evaluator$events[[1L]]
  evaluator$events <- evaluator$events[-1L]
  evaluator$handled <- evaluator$handled + 1L
  method <- sub("\t.*", "", line)
  list(method = method, members = substr(line, nchar(method) + 2L, nchar(line)))
}

handle_event <- function(worker, event) {
  if (event$method == "ready") return(evaluator_is_ready(worker$evaluator, as.integer(event$members)))
  attempt <- worker$running
  if (is.null(attempt)) return(invisible())
  if (event$method == "statement.started") remember_place(attempt, event$members)
  if (event$method == "statement.finished") remember_name(attempt, event$members)
  if (event$method == "ended") return(end_evaluated(worker, event$members))
  tell_of(worker, event$method, event$members)
}

end_evaluated <- function(worker, members) {
  for (stream in list(worker$evaluator$stdout, worker$evaluator$stderr)) {
    tell_texts(worker, stream, texts_of(stream, raw(), is_last = TRUE))
  }
  end_attempt(worker, members)
}

remember_place <- function(attempt, members) {
  place <- from_json(paste0("{", members, "}"))
  attempt$statement <- place$index
  attempt$line <- place$line
}

# For `inspect`.
remember_name <- function(attempt, members) {
  finished <- from_json(paste0("{", members, "}"))
  if (is.null(finished$name)) return(invisible())
  attempt$names[[finished$name]] <- to_json(finished[intersect(names(finished), c("name", "type", "value", "data"))])
}

tell_printed <- function(worker, stream, number) {
  printed <- take_printed(stream, number)
  if (length(printed) > 0L) tell_texts(worker, stream, texts_of(stream, printed))
}

# What is printed while nothing runs is the worker's own, and goes to whoever started it.
tell_texts <- function(worker, stream, texts) {
  for (text in texts) {
    if (is.null(worker$running)) cat(text, file = stderr())
    else tell_of(worker, "output", json_members(list(stream = stream$name, text = text)))
  }
}

# The evaluator has ended. Marks that did not come, of events that did, are not waited for.
lose_evaluator <- function(worker, code) {
  evaluator <- worker$evaluator
  message("R worker: ", how_it_ended(code))
  while (length(evaluator$events) > 0L) handle_event(worker, take_event(evaluator))
  for (stream in list(evaluator$stdout, evaluator$stderr)) {
    tell_texts(worker, stream, texts_of(stream, stream$bytes, is_last = TRUE))
  }
  if (!is.null(worker$running)) end_lost_attempt(worker, code)
  forget_evaluator(evaluator)
  worker$evaluator <- NULL
  # One that could not even start would not start now either.
  if (is.null(worker$leave_at) && !is.null(evaluator$pid)) worker$evaluator <- start_evaluator(worker)
}
