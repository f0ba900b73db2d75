pick <- function(frame, column) {
  frame$select(column)
}
pick(get_dataframe("start", "odd"), "nope")
