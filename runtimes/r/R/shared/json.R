# JSON as the protocol has it: text of a value, value of a text. A list of one is an array, a vector of one a scalar.

to_json <- function(value) {
  as.character(jsonlite::toJSON(value, auto_unbox = TRUE, digits = NA, null = "null", na = "null"))
}

from_json <- function(text) jsonlite::parse_json(text)

# A list without the fields that have no value.
fields <- function(...) {
  all <- list(...)
  all[!vapply(all, is.null, logical(1))]
}

# An object's text without its braces, to be put between others.
json_members <- function(object) {
  text <- to_json(object)
  substr(text, 2L, nchar(text) - 1L)
}

# The last of some values, or none.
tail_of <- function(values) values[length(values)]
