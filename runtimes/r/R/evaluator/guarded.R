# Runs what belongs to the action, which alone can be interrupted, and tells what came of it: `body`'s list, or
# `ended`, or `quit`.
guarded <- function(session, body, phase = "run") {
  attempt <- session$attempt
  attempt$caught <- NULL
  withRestarts(
    tryCatch(
      withCallingHandlers(
        allowInterrupts(body),
        error = function(condition) {
          attempt$caught <- list(condition = condition, frames = user_frames(session, sys.nframe() - 1L))
        },
        warning = function(condition) report_warning(session, condition, user_frames(session, sys.nframe() - 1L))
      ),
      error = function(condition) list(ended = failed_by(session, condition, phase)),
      interrupt = function(condition) list(ended = interrupted(session))
    ),
    ama.quit = function(status, frames) list(quit = status, frames = frames)
  )
}

# A failure that a cancel has caused, such as that of a program that was interrupted, is the cancel.
failed_by <- function(session, condition, phase) {
  if (is_cancelled(session)) return(cancelled())
  caught <- session$attempt$caught
  if (!identical(class(caught$condition), class(condition))) caught <- list(condition = condition, frames = NULL)
  failed(describe_failure(session, caught, phase))
}

interrupted <- function(session) {
  if (is_cancelled(session)) return(cancelled())
  condition <- structure(class = c("interrupt", "condition"), list(message = "interrupted by a signal", call = NULL))
  failed(describe_failure(session, list(condition = condition, frames = NULL), "run"))
}
