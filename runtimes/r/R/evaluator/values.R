# What the `code` report shows of a value that a statement has assigned.

max_value_chars <- 200L
max_items <- 20L

# `name`, `type`, `value`, `data`; nothing for a statement that assigns no name.
describe_assignment <- function(session, statement, value) {
  name <- assigned_name(statement)
  if (is.null(name)) return(list())
  session$attempt$defined[[name]] <- first_line_of(session$attempt$statement)
  described <- tryCatch(
    describe_value(value, isTRUE(session$attempt$request$options$showData)),
    error = function(condition) list(type = class(value)[[1L]])
  )
  c(list(name = name), described)
}

assigned_name <- function(statement) {
  if (!is.call(statement) || !is.symbol(statement[[1L]])) return(NULL)
  if (!as.character(statement[[1L]]) %in% c("<-", "=", "<<-")) return(NULL)
  target <- statement[[2L]]
  if (is.symbol(target) || is.character(target)) as.character(target) else NULL
}

describe_value <- function(value, show_data) {
  if (is.null(value)) return(list(type = "NULL"))
  if (is_spark_frame(value)) return(list(type = shown(value$`__repr__`(), 500L)))
  if (is.data.frame(value)) return(describe_data_frame(value))
  if (is.function(value)) return(list(type = shown(signature_of(value), 200L)))
  if (is.atomic(value) && is.null(dim(value))) return(describe_vector(value, show_data))
  if (!is.null(dim(value))) return(list(type = class(value)[[1L]], value = paste(dim(value), collapse = " \u00D7 ")))
  if (is.list(value) && !is.object(value)) return(list(type = "list", value = counted(length(value), "element")))
  list(type = class(value)[[1L]])
}

# `function (a, b = 2)`
signature_of <- function(value) sub(" *NULL$", "", paste(deparse(args(value)), collapse = ""))

describe_data_frame <- function(frame) {
  types <- vapply(frame, function(column) class(column)[[1L]], "")
  columns <- paste0(names(frame), ": ", types, recycle0 = TRUE, collapse = ", ")
  list(type = shown(sprintf("%s [%s]", class(frame)[[1L]], columns), 500L), value = counted(nrow(frame), "row"))
}

describe_vector <- function(value, show_data) {
  type <- class(value)[[1L]]
  if (length(value) == 1L) return(list(type = type, value = cut_scalar(value)))
  if (!show_data || length(value) == 0L) return(list(type = type, value = counted(length(value), "element")))
  items <- vapply(seq_len(min(max_items, length(value))), function(index) cut_scalar(value[index]), "")
  all <- if (length(value) > max_items) c(items, sprintf("\u2026 %d in all", length(value))) else items
  list(type = type, value = shown(paste(all, collapse = ", "), max_value_chars), data = TRUE)
}

# A long text is cut before anything else is done with it.
cut_scalar <- function(value) {
  if (!is.character(value)) return(shown(format(value), max_value_chars))
  if (is.na(value)) return("NA")
  cut_text(substr(as_utf8(value), 1L, max_value_chars + 1L), max_value_chars, nchar(as_utf8(value)))
}

counted <- function(count, what) sprintf("%d %s%s", count, what, if (count == 1L) "" else "s")
