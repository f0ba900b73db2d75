# Python, where an action needs it: for datasets, and for a Spark session.

python_module <- function(session, name) {
  found <- session$modules[[name]]
  if (!is.null(found)) return(found)
  start_python(session)
  session$modules[[name]] <- reticulate::import(name, convert = TRUE)
  session$modules[[name]]
}

start_python <- function(session) {
  if (isTRUE(session$has_python)) return(invisible())
  if (!requireNamespace("reticulate", quietly = TRUE)) {
    stop_unready("R reads and publishes datasets through Python, for which it needs the R package reticulate")
  }
  # What Python prints is told with the statement that prints it.
  Sys.setenv(PYTHONUNBUFFERED = "1")
  # Our own modules, and those that they share with the Python worker.
  folders <- file.path(session$home, c("python", "../python/src"))
  tryCatch(
    for (folder in rev(normalizePath(folders, mustWork = FALSE))) reticulate::py_run_string(sprintf(
      "import sys; sys.path.insert(0, %s)", to_json(folder)
    ), local = TRUE),
    error = function(condition) stop_unready("Python does not start in R: ", conditionMessage(condition))
  )
  session$has_python <- TRUE
}

stop_unready <- function(...) {
  stop(structure(class = c("ama.PythonMissing", "error", "condition"), list(message = paste0(...), call = NULL)))
}
