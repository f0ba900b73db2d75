# By reference, and collected into a data frame of R, which is published as Spark's again.
odd <- get_dataframe("make", "odd")
empty <- get_dataframe("make", "empty")
columnless <- get_dataframe("make", "columnless")
collected <- collect(odd)
stopifnot(
  ncol(odd) == 30L, nrow(empty) == 0L,
  collected[["long beyond 2^53"]][collected$row == 1L] == "9007199254740993",
  is.nan(collected[["NaN and infinity"]][collected$row == 0L]),
  format(collected[["timestamp"]][collected$row == 0L], "%Y-%m-%d %H:%M:%OS6") == "1883-11-18 12:03:58.123456"
)
