# What the leader asks.

rpc_codes <- list(unknown_method = -32601L, invalid_params = -32602L, internal = -32603L, epoch = -32003L)

# Whether the line was one of the protocol.
handle_line <- function(worker, line) {
  message <- tryCatch(from_json(line), error = function(condition) NULL)
  if (!is.list(message)) return(FALSE)
  if (identical(message$method, "ack")) {
    acknowledge(worker$outbox, message$params$seq)
  } else if (!is.null(message$id) && !is.null(message$method)) {
    handle_request(worker, message$id, message$method, message$params)
  }
  TRUE
}

handle_request <- function(worker, id, method, params) {
  request <- requests[[method]]
  if (is.null(request)) {
    return(answer_error(worker$outbox, id, rpc_codes$unknown_method, paste("there is no", method, "here")))
  }
  missing <- setdiff(c("epoch", request$needs), names(params))
  if (length(missing) > 0L) {
    return(answer_error(worker$outbox, id, rpc_codes$invalid_params, paste0(method, ": no ", missing[[1L]])))
  }
  if (params$epoch < worker$epoch) {
    message <- sprintf("epoch %.0f is older than %.0f", params$epoch, worker$epoch)
    return(answer_error(worker$outbox, id, rpc_codes$epoch, message))
  }
  worker$epoch <- params$epoch
  tryCatch(
    answer(worker$outbox, id, request$serve(worker, params)),
    error = function(condition) answer_error(worker$outbox, id, rpc_codes$internal, conditionMessage(condition))
  )
}

serve_run <- function(worker, params) {
  known <- worker$attempts[[params$attempt]]
  if (!is.null(known$result)) return(sprintf('{"state":"ended","result":%s}', known$result))
  if (!is.null(known)) return('{"state":"running"}')
  if (!is.null(worker$running)) return(to_json(list(state = "refused", reason = "another attempt is running here")))
  start_attempt(worker, params)
  '{"state":"accepted"}'
}

serve_cancel <- function(worker, params) {
  attempt <- worker$running
  if (is.null(attempt) || attempt$id != params$attempt) return('{"state":"ended"}')
  cancel_attempt(worker, params$graceMs / 1000)
  '{"state":"accepted"}'
}

# With `attach` it also asks to be ready for what runs next.
serve_compile <- function(worker, params) {
  if (!is.null(params$attach) && is.null(worker$running) && !is.null(worker$evaluator)) {
    command_evaluator(worker$evaluator, list(prepare = params["attach"]))
  }
  file <- if (is.null(params$file)) params$action else params$file
  first_line <- if (is.null(params$firstLine)) 1L else params$firstLine
  parsed <- parse_statements(text_of(params$source), file, first_line)
  if (!is.null(parsed$problem)) return(to_json(list(errors = list(parsed$problem))))
  to_json(list(errors = list(), statements = length(parsed$statements)))
}

serve_inspect <- function(worker, params) {
  attempt <- worker$attempts[[params$attempt]]
  sprintf('{"names":[%s]}', paste(unlist(attempt$names), collapse = ","))
}

serve_shutdown <- function(worker, params) {
  worker$leave_at <- now() + params$graceMs / 1000
  if (!is.null(worker$running)) cancel_attempt(worker, max(0, params$graceMs / 1000 - 0.2))
  "{}"
}

requests <- list(
  run = list(serve = serve_run, needs = c("attempt", "action", "type", "source", "env", "inputs", "publish")),
  cancel = list(serve = serve_cancel, needs = c("attempt", "graceMs")),
  compile = list(serve = serve_compile, needs = c("action", "source")),
  inspect = list(serve = serve_inspect, needs = "attempt"),
  shutdown = list(serve = serve_shutdown, needs = "graceMs")
)
