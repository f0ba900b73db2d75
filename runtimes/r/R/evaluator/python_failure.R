# Errors of Python and of the JVM, which come to R as texts: their classes are told too, so that retries can name them.

# What `describe_failure` says of a condition beyond what R knows: its names, and what Spark's host explains.
python_failure <- function(session, condition) {
  if (!isTRUE(session$has_python) || !inherits(condition, "error")) return(list(names = character()))
  message <- conditionMessage(condition)
  names <- python_names(message)
  explained <- if (length(names) > 0L && is_on_spark(session)) spark_module(session)$explain(message)
  if (is.null(explained)) return(list(names = names))
  told <- from_json(explained)
  c(list(names = names, further = unlist(told$types)), told[setdiff(names(told), "types")])
}

# Python's error begins its message with its class. Newer versions of reticulate have the classes in R's condition, too.
python_names <- function(message) {
  class <- regmatches(message, regexpr("^[A-Za-z_][A-Za-z0-9_.]*(?=: |\\n|$)", message, perl = TRUE))
  last <- tryCatch(reticulate::py_last_error(), error = function(condition) NULL)
  if (length(class) == 0L || is.null(last)) return(character())
  short <- sub("^.*[.]", "", class)
  if (as.character(last$type) %in% c(class, short)) unique(c(short, class)) else character()
}
