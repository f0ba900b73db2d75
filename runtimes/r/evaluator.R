# The evaluator: the process in which actions run. The worker starts it, by evaluator.sh, with the pipes between them.

local({
  arguments <- commandArgs(trailingOnly = TRUE)
  home <- arguments[[1]]
  sys.source(file.path(home, "load.R"), environment())
  code <- load_code(home, "evaluator", compiled = if (length(arguments) > 2L) arguments[[3]] else "")
  code$evaluate_forever(home = home, pipes = arguments[[2]], code)
})
