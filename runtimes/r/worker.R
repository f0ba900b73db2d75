# The R worker: dials its leader and runs R actions, one at a time, in a second R process. See README.md.

here <- function() {
  file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
  dirname(normalizePath(gsub("~+~", " ", file, fixed = TRUE)))
}

worker_code <- new.env(parent = .BaseNamespaceEnv)
for (folder in c("shared", "worker")) {
  for (file in list.files(file.path(here(), "R", folder), full.names = TRUE)) sys.source(file, worker_code)
}
worker_code$run_worker(here())
