odd <- suppressWarnings(get_dataframe("make", "odd"))
lone <- get_dataframe("make", "lone")
empty <- get_dataframe("make", "empty")
stopifnot(identical(odd[["text"]][1:3], c("", "say \"hi\", \\ 'you'\nand\tbye", NA)), nrow(empty) == 0L)
