# The R worker: dials its leader and runs R actions, one at a time, in a second R process. See README.md.
#
#   Rscript worker.R [<folder of what compile.R has made>]

local({
  file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
  home <- dirname(normalizePath(gsub("~+~", " ", file, fixed = TRUE)))
  compiled <- c(commandArgs(trailingOnly = TRUE), "")[[1]]
  sys.source(file.path(home, "load.R"), environment())
  load_code(home, "worker", compiled)$run_worker(home, compiled)
})
