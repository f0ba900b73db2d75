# What base R's functions do otherwise in an action. They are replaced in base itself, as packages call them too.

replace_base_functions <- function(session) {
  original_quit <- base::quit
  quit <- function(save = "default", status = 0, runLast = TRUE) {
    # A forked child really ends.
    if (Sys.getpid() != session$pid || is.null(session$attempt)) original_quit("no", status, FALSE)
    frames <- user_frames(session, sys.nframe())
    invokeRestart("ama.quit", status = as.integer(status), frames = frames)
  }
  original_arguments <- base::commandArgs
  commandArgs <- function(trailingOnly = FALSE) {
    if (is.null(session$attempt)) return(original_arguments(trailingOnly))
    given <- as.character(session$attempt$request$args)
    if (trailingOnly) return(given)
    c("R", paste0("--file=", session$attempt$file), if (length(given) > 0L) c("--args", given))
  }
  replace_in_base("quit", quit)
  replace_in_base("q", quit)
  replace_in_base("commandArgs", commandArgs)
}

replace_in_base <- function(name, value) {
  unlockBinding(name, baseenv())
  assign(name, value, envir = baseenv())
  lockBinding(name, baseenv())
}
