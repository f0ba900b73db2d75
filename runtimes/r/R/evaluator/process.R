# What an attempt may change of the process, and what is made of it for the next.

# How the process was before any attempt.
remember_process <- function(session) {
  session$before <- list(
    options = options(), variables = Sys.getenv(), folder = getwd(), search = search(),
    connections = getAllConnections(), locale = vapply(locale_parts, Sys.getlocale, ""), random = RNGkind()
  )
}

prepare_process <- function(session) {
  # A signal that came too late for the attempt before.
  tryCatch(allowInterrupts(Sys.sleep(0)), interrupt = function(condition) NULL)
  request <- session$attempt$request
  variables <- lapply(request$envVars, as.character)
  if (length(variables) > 0L) do.call(Sys.setenv, variables)
  open_plots(session)
}

restore_process <- function(session) {
  before <- session$before
  undo <- list(
    function() close_spark(session),
    function() setTimeLimit(),
    function() grDevices::graphics.off(),
    function() while (sink.number() > 0L) sink(),
    function() if (sink.number("message") != 2L) sink(type = "message"),
    function() for (name in setdiff(search(), before$search)) detach(name, character.only = TRUE),
    function() close_connections(before$connections),
    function() restore_options(before$options),
    function() restore_variables(before$variables),
    function() setwd(before$folder),
    function() restore_locale(before$locale),
    function() do.call(RNGkind, as.list(before$random)),
    function() forget_classes()
  )
  # What cannot be undone keeps nothing else from it.
  for (step in undo) suppressWarnings(try(step(), silent = TRUE))
  rm(list = ls(globalenv(), all.names = TRUE), envir = globalenv())
}

close_connections <- function(before) {
  for (number in setdiff(getAllConnections(), before)) close(getConnection(number))
}

restore_options <- function(before) {
  added <- setdiff(names(options()), names(before))
  options(structure(vector("list", length(added)), names = added))
  options(before)
}

restore_variables <- function(before) {
  Sys.unsetenv(setdiff(names(Sys.getenv()), names(before)))
  do.call(Sys.setenv, as.list(before))
}

restore_locale <- function(before) {
  for (part in names(before)) Sys.setlocale(part, before[[part]])
}

locale_parts <- c("LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LC_MESSAGES")

# Classes and generics that live in the global environment are known to the methods package, too.
forget_classes <- function() {
  for (class in methods::getClasses(globalenv())) try(methods::removeClass(class, where = globalenv()), silent = TRUE)
  for (generic in methods::getGenerics(globalenv())) {
    try(methods::removeGeneric(generic, where = globalenv()), silent = TRUE)
  }
}
