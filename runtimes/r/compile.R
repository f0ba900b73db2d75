# Compiles the code of both processes ahead, which R would otherwise do bit by bit while actions wait for it:
#
#   Rscript compile.R <folder of this file> <folder for what is compiled>

local({
  arguments <- commandArgs(trailingOnly = TRUE)
  sys.source(file.path(arguments[[1]], "load.R"), environment())
  for (process in c("worker", "evaluator")) {
    code <- load_sources(arguments[[1]], process)
    for (name in ls(code, all.names = TRUE)) {
      if (is.function(code[[name]])) code[[name]] <- compiler::cmpfun(code[[name]])
    }
    saveRDS(code, file.path(arguments[[2]], paste0(process, ".rds")), compress = FALSE)
  }
})
