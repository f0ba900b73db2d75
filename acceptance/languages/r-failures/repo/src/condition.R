no_data <- function(where) {
  structure(class = c("no_data", "error", "condition"), list(message = paste("nothing came from", where), call = NULL))
}
fetch <- function(where) {
  warning("it is slow today")
  stop(no_data(where))
}
fetch("there")
