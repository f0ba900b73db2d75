line <- readLines(file("stdin"), n = 1)
if (length(line) == 0) stop("nothing on stdin")
