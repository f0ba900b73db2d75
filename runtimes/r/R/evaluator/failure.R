# What failed, as the protocol tells it.

describe_failure <- function(session, caught, phase) {
  condition <- caught$condition
  stack <- if (is.null(caught$frames)) list() else describe_stack(session, caught$frames)
  of_python <- python_failure(session, condition)
  names <- unique(c(of_python$names, of_python$further, condition_names(condition)))
  cause <- if (is.null(of_python$cause)) describe_cause(condition) else of_python$cause
  do.call(fields, c(
    list(type = names[[1L]], types = as.list(names[-1L]), message = plain_message(condition, of_python$names)),
    if (phase == "publish") publication_place(session) else user_place(session, stack),
    list(statement = session$attempt$index, stack = stack, phase = phase, cause = cause),
    if (is_hopeless(condition)) list(retryable = FALSE),
    of_python[setdiff(names(of_python), c("names", "further", "cause"))]
  ))
}

# Where the dataset was defined that is being published.
publication_place <- function(session) {
  line <- session$attempt$defined[[session$attempt$publishing]]
  if (is.null(line)) list(file = session$attempt$file) else list(file = session$attempt$file, line = line)
}

# What cannot be cured by doing it again: R has no class for names that are not there, but words, in whatever language.
is_hopeless <- function(condition) {
  if (inherits(condition, "packageNotFoundError")) return(TRUE)
  templates <- gettext("object '%s' not found", "could not find function \"%s\"", domain = "R")
  parts <- strsplit(templates, "%s", fixed = TRUE)
  message <- conditionMessage(condition)
  any(vapply(parts, function(part) startsWith(message, part[[1L]]) && endsWith(message, part[[2L]]), logical(1)))
}

# Python's errors begin with their class, which is told by itself, and those of Spark end with the stack of the JVM.
plain_message <- function(condition, python_names) {
  message <- sub("\n\nJVM stacktrace:.*$", "", conditionMessage(condition))
  name <- tail_of(python_names)
  if (length(name) == 1L && startsWith(message, paste0(name, ": "))) message <- substring(message, nchar(name) + 3L)
  shown(sub("\\s+$", "", message))
}

# The condition's classes, nearest first, without those that only say that C++ was in between.
condition_names <- function(condition) as_utf8(setdiff(class(condition), c("Rcpp::exception", "C++Error")))

# Conditions of rlang name their cause `parent`.
describe_cause <- function(condition) {
  parent <- condition[["parent"]]
  if (!inherits(parent, "condition")) return(NULL)
  names <- condition_names(parent)
  fields(
    type = names[[1L]], types = as.list(names[-1L]), message = shown(conditionMessage(parent)),
    stack = list(), phase = "run", cause = describe_cause(parent)
  )
}

describe_quit <- function(session, outcome) {
  stack <- describe_stack(session, outcome$frames)
  do.call(fields, c(
    list(type = sprintf("exit:%d", outcome$quit), types = list(), message = sprintf("quit(status = %d)", outcome$quit)),
    user_place(session, stack),
    list(statement = session$attempt$index, stack = stack, phase = "run")
  ))
}
