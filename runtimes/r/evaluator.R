# The evaluator: the process in which actions run. The worker starts it, by evaluator.sh, with the pipes between them.

local({
  arguments <- commandArgs(trailingOnly = TRUE)
  # Its parent is base R itself, so that nothing that an action defines or attaches gets in between.
  code <- new.env(parent = .BaseNamespaceEnv)
  for (folder in c("shared", "evaluator")) {
    for (file in list.files(file.path(arguments[[1]], "R", folder), full.names = TRUE)) sys.source(file, code)
  }
  code$evaluate_forever(home = arguments[[1]], pipes = arguments[[2]], code)
})
