f <- AmaContext$failure
cat(f$action, f$type, f$file, f$line, f$attempts, "\n")
