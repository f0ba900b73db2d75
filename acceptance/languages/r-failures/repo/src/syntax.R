cat("never printed\n")
x <- foo bar
