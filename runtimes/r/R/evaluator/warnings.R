# Warnings are printed as R prints them, when they occur, and told with their place in the user's file.

max_warnings <- 50L # of a statement, as R has it

report_warning <- function(session, condition, frames) {
  level <- getOption("warn")
  # From 2 on R makes errors of them.
  if (!is.numeric(level) || level >= 2) return(invisible())
  if (level >= 0) tell_warning(session, condition, frames)
  tryInvokeRestart("muffleWarning")
}

tell_warning <- function(session, condition, frames) {
  attempt <- session$attempt
  attempt$warned <- attempt$warned + 1L
  if (attempt$warned > max_warnings) return(invisible())
  message <- shown(conditionMessage(condition))
  place <- user_place(session, describe_stack(session, frames))
  cat(warning_heading(conditionCall(condition), frames), message, "\n", sep = "", file = stderr())
  tell(session, "log", level = "warn", text = sprintf("%s:%d: %s", place$file, place$line, message))
}

# The call that warns is named where it is one of the action's own.
warning_heading <- function(call, frames) {
  own <- vapply(frames, function(frame) identical(without_place(frame$call), without_place(call)), logical(1))
  if (is.null(call) || !any(own)) "Warning: " else paste0("Warning in ", shown(deparse(call)[[1L]], 200L), " : ")
}

without_place <- function(call) {
  attr(call, "srcref") <- NULL
  call
}

tell_unreported_warnings <- function(session) {
  more <- session$attempt$warned - max_warnings
  if (more > 0L) tell(session, "log", level = "warn", text = sprintf("%d more warnings of this statement", more))
}
