# `source("helpers.R")` finds the repo's files wherever the working folder is, and errors in them name their lines.

source_file <- function(session, file, ...) {
  given <- list(...)
  if (is.null(given$keep.source)) given$keep.source <- TRUE
  if (is.null(given$echo)) given$echo <- FALSE
  do.call(base::source, c(list(found_source(session, file)), given), envir = parent.frame())
}

# A file of the working folder comes first, as it always did; then those beside the action's, in src/lib, and from the
# repo's root.
found_source <- function(session, file) {
  root <- session$attempt$request$sourceRoot
  if (!is.character(file) || is.null(root) || file.exists(file)) return(file)
  root <- normalizePath(root)
  folders <- file.path(root, c(dirname(session$attempt$file), "src", "src/lib", "."))
  candidates <- c(file.path(folders, file))
  found <- candidates[file.exists(candidates)]
  if (length(found) > 0L) normalizePath(found[[1L]]) else file
}
