cat("on the way out\n")
quit(status = 3)
cat("never\n")
