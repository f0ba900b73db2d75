busy <- function(message) {
  structure(class = c("busy", "error", "condition"), list(message = message, call = sys.call(-1)))
}
work <- function() {
  stop(busy("try again"))
}

work()
