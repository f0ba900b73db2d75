odd <- get_dataframe("make", "odd")
empty <- get_dataframe("make", "empty")
columnless <- get_dataframe("make", "columnless")

first <- which(odd$row == 0L)
second <- which(odd$row == 1L)
third <- which(odd$row == 2L)
stopifnot(
  odd[["short"]][second] == 32767L, odd[["integer"]][first] == -2^31, odd[["long"]][second] == 2^53,
  odd[["long beyond 2^53"]][second] == "9007199254740993",
  is.nan(odd[["NaN and infinity"]][first]), odd[["NaN and infinity"]][second] == -Inf,
  is.na(odd[["double"]][third]), !is.nan(odd[["double"]][third]), 1 / odd[["double"]][second] == -Inf,
  odd[["decimal(10,2)"]][first] == -3.1, odd[["decimal(38,18)"]][first] == "12345678901234567890.123456789012345678",
  odd[["string"]][second] == "日本 \"q\" 🦊, 'a'\n\\", identical(odd[["binary"]][[second]], as.raw(c(0, 255, 10))),
  odd[["date"]][first] == as.Date("1582-10-04"),
  format(odd[["timestamp"]][first], "%Y-%m-%d %H:%M:%OS6") == "1883-11-18 12:03:58.123456",
  format(odd[["timestamp_ntz"]][first], "%Y-%m-%d %H:%M") == "2024-03-10 02:30",
  odd[["interval day to second"]][first] == -90061.001,
  identical(odd[["array"]][[first]], c(1L, NA, 3L)), is.null(odd[["array"]][[third]]),
  identical(odd[["struct"]][[first]][["y z"]], "a"), identical(odd[["map"]][[first]], list(k = 1.5, "ü l" = NA_real_)),
  odd[["a.b \"c\" 'd' `e` ü 列"]][second] == "quotes",
  nrow(empty) == 0L, ncol(empty) == 30L, nrow(columnless) == 3L, ncol(columnless) == 0L
)
