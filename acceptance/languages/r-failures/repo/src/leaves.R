system("sleep 87654", wait = FALSE)
cat("no end of line")
quit()
cat("never printed")
