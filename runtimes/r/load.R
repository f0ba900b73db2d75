# Loads the code of one of the two processes, `worker` or `evaluator`, into an environment whose parent is base R itself, so
# that nothing that an action defines or attaches gets in between.

load_code <- function(home, process, compiled) {
  file <- file.path(compiled, paste0(process, ".rds"))
  # What cannot be read is no loss: the sources are there.
  if (nzchar(compiled) && file.exists(file)) tryCatch(return(readRDS(file)), error = function(condition) NULL)
  load_sources(home, process)
}

load_sources <- function(home, process) {
  code <- new.env(parent = .BaseNamespaceEnv)
  for (folder in c("shared", process)) {
    for (file in list.files(file.path(home, "R", folder), full.names = TRUE)) sys.source(file, code)
  }
  code
}
