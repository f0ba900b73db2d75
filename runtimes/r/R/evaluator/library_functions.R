# The functions of `src/lib/*.R`, there for every action. A file is run when one of its names is first used.

library_functions <- function(session) {
  names <- new.env(parent = globalenv())
  root <- session$attempt$request$sourceRoot
  if (is.null(root)) return(names)
  folder <- file.path(normalizePath(root, mustWork = FALSE), "src", "lib")
  for (file in list.files(folder, "[.][Rr]$", full.names = TRUE)) promise_names(session, names, file)
  names
}

promise_names <- function(session, names, file) {
  parsed <- parse_statements(text_of(list(path = file)), file)
  if (!is.null(parsed$problem)) return(tell_broken_file(session, file, parsed$problem))
  load_file <- loader_of(file)
  defined <- unique(unlist(lapply(parsed$statements, function(each) assigned_name(each[[1L]]))))
  for (name in defined) promise(names, name, load_file)
  for (name in defined) register_method(name, load_file)
}

promise <- function(names, name, load_file) delayedAssign(name, get(name, envir = load_file()), assign.env = names)

# Runs the file once, and returns what it has defined.
loader_of <- function(file) {
  own <- NULL
  function() {
    if (is.null(own)) {
      own <<- new.env(parent = globalenv())
      sys.source(file, own, keep.source = TRUE)
    }
    own
  }
}

tell_broken_file <- function(session, file, problem) {
  tell(session, "log", level = "warn", text = sprintf(
    "%s:%d:%d: %s; its functions are not there",
    shown_file(session, file), problem$line, problem$column, problem$message
  ))
}

# R looks for methods of S3 classes in the global environment and its own tables, but not along the search path. So a
# file with such methods is run at once.
register_method <- function(name, load_file) {
  for (at in gregexpr(".", name, fixed = TRUE)[[1]]) {
    generic <- substr(name, 1L, at - 1L)
    if (at < 2L || !is_generic(generic)) next
    registerS3method(generic, substr(name, at + 1L, nchar(name)), get(name, envir = load_file()), envir = globalenv())
  }
}

is_generic <- function(name) {
  found <- get0(name, envir = globalenv(), mode = "function")
  if (is.null(found)) return(FALSE)
  if (is.primitive(found)) name %in% .S3PrimitiveGenerics else any(utils::isS3stdGeneric(found))
}
