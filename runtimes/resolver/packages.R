# Finds, fetches and installs R packages for a job. Started by src/deps/r with a folder of its own:
#
#   Rscript packages.R resolve <folder>   wanted.tsv, repositories.tsv -> resolved.tsv, problems.tsv, sources
#   Rscript packages.R fetch <folder>     locked.tsv, repositories.tsv -> problems.tsv, sources
#   Rscript packages.R install <folder> <library>   sources of locked.tsv -> the library
#
# R itself knows where this machine gets its packages from (Rprofile, options(repos)), so it is R that asks.

# Its messages are looked at, so that they have to be in one language.
Sys.setenv(LANGUAGE = "en")

main <- function(command, folder, library = NULL) {
  repositories <- known_repositories(file.path(folder, "repositories.tsv"))
  switch(command,
    resolve = resolve(folder, repositories),
    fetch = fetch(folder, repositories),
    install = install(folder, library)
  )
}

# The job's own repositories before those of this machine; R's placeholder stands for its own choice of a mirror.
known_repositories <- function(file) {
  own <- read_table(file, c("name", "url"))
  ambient <- getOption("repos")
  ambient[ambient == "@CRAN@"] <- utils::getCRANmirrors(local.only = TRUE)$URL[1]
  all <- c(stats::setNames(own$url, own$name), ambient)
  all <- all[nzchar(all)]
  all <- sub("/+$", "", all[!duplicated(names(all))])
  # R takes what follows `file://` for a path as it is.
  vapply(all, function(url) if (startsWith(url, "file:")) utils::URLdecode(url) else url, "")
}

resolve <- function(folder, repositories) {
  wanted <- read_table(file.path(folder, "wanted.tsv"), c("name", "version"))
  state <- new.env()
  state$problems <- list()
  available <- available_in(repositories, state)
  base <- rownames(utils::installed.packages(.Library, priority = "base"))
  pins <- stats::setNames(wanted$version, wanted$name)
  found <- list()
  queue <- wanted$name
  while (length(queue) > 0) {
    name <- queue[1]
    queue <- queue[-1]
    if (name %in% c(base, names(found))) next
    version <- if (name %in% names(pins) && nzchar(pins[[name]])) pins[[name]] else NULL
    package <- find_package(name, version, available, repositories, folder, state)
    if (is.null(package)) next
    found[[name]] <- package
    queue <- c(queue, package$needs$name)
  }
  check_versions(found, state)
  rows <- lapply(found, function(p) {
    data.frame(
      name = p$name, version = p$version, repository = p$repository, file = p$file,
      needs = paste(setdiff(unique(p$needs$name), base), collapse = ",")
    )
  })
  write_table(do.call(rbind, rows), file.path(folder, "resolved.tsv"))
  write_problems(folder, state)
}

# Packages that come with R itself and that other platforms may lack ("recommended") are fetched like all others.
available_in <- function(repositories, state) {
  rows <- lapply(names(repositories), function(name) {
    url <- contrib(repositories[[name]])
    warnings <- character()
    one <- withCallingHandlers(
      utils::available.packages(
        contriburl = url, filters = c("R_version", "OS_type", "duplicates"), ignore_repo_cache = TRUE
      ),
      warning = function(w) {
        warnings <<- c(warnings, conditionMessage(w))
        invokeRestart("muffleWarning")
      }
    )
    # Before that R tries other forms of the index, which a repository need not have.
    if (any(grepl("unable to access index", warnings, fixed = TRUE))) {
      problem(state, "unreachable", name, repositories[[name]], warnings[1])
    }
    if (nrow(one) == 0) NULL else cbind(one, From = name)
  })
  do.call(rbind, rows)
}

find_package <- function(name, version, available, repositories, folder, state) {
  rows <- if (is.null(available)) NULL else available[available[, "Package"] == name, , drop = FALSE]
  fitting <- if (is.null(version)) rows else rows[same_version(rows[, "Version"], version), , drop = FALSE]
  if (!is.null(fitting) && nrow(fitting) > 0) {
    newest <- order(numeric_version(fitting[, "Version"]), decreasing = TRUE)[1]
    row <- fitting[newest, ]
    file <- paste0(name, "_", row[["Version"]], ".tar.gz")
    if (is.null(download(name, file, row[["From"]], repositories, folder, state))) return(NULL)
    return(list(
      name = name, version = row[["Version"]], repository = row[["From"]], file = file,
      needs = needs_of(row[c("Depends", "Imports", "LinkingTo")])
    ))
  }
  if (!is.null(version)) {
    archived <- find_archived(name, version, repositories, folder)
    if (!is.null(archived)) return(archived)
  }
  others <- if (is.null(rows)) "" else paste(rows[, "Version"], collapse = ", ")
  problem(state, "absent", name, if (is.null(version)) "" else version, others)
  NULL
}

same_version <- function(versions, version) {
  vapply(versions, function(one) utils::compareVersion(one, version) == 0, logical(1))
}

find_archived <- function(name, version, repositories, folder) {
  file <- paste0(name, "_", version, ".tar.gz")
  for (repository in names(repositories)) {
    path <- try_download(archive_url(repositories[[repository]], name, file), file.path(folder, file))
    if (is.null(path)) next
    inner <- file.path(name, "DESCRIPTION")
    utils::untar(path, inner, exdir = folder)
    description <- read.dcf(file.path(folder, inner), fields = c("Depends", "Imports", "LinkingTo"))[1, ]
    return(list(
      name = name, version = version, repository = repository, file = file, needs = needs_of(description)
    ))
  }
  NULL
}

# "R (>= 3.5), methods, rlang (>= 1.0)" as a table of names, operators and versions, without R itself.
needs_of <- function(fields) {
  items <- trimws(unlist(strsplit(fields[!is.na(fields)], ",")))
  items <- items[nzchar(items)]
  table <- data.frame(
    name = sub("[[:space:]]*\\(.*", "", items),
    operator = ifelse(grepl("(", items, fixed = TRUE), sub(".*\\([[:space:]]*([<>=!]+).*", "\\1", items), ""),
    version = ifelse(grepl("(", items, fixed = TRUE), sub(".*\\([[:space:]]*[<>=!]+[[:space:]]*([^)[:space:]]+).*", "\\1", items), "")
  )
  table[table$name != "R", , drop = FALSE]
}

check_versions <- function(found, state) {
  for (package in found) {
    for (i in seq_len(nrow(package$needs))) {
      need <- package$needs[i, ]
      other <- found[[need$name]]
      if (is.null(other) || !nzchar(need$operator)) next
      fits <- do.call(need$operator, list(utils::compareVersion(other$version, need$version), 0))
      if (!fits) {
        asks <- paste(need$operator, need$version)
        problem(state, "conflict", need$name, other$version, paste0(package$name, " ", package$version, " needs ", need$name, " ", asks))
      }
    }
  }
}

fetch <- function(folder, repositories) {
  state <- new.env()
  state$problems <- list()
  locked <- read_table(file.path(folder, "locked.tsv"), c("name", "version", "repository", "file"))
  for (i in seq_len(nrow(locked))) {
    one <- locked[i, ]
    first <- intersect(one$repository, names(repositories))
    download(one$name, one$file, c(first, setdiff(names(repositories), first)), repositories, folder, state)
  }
  write_problems(folder, state)
}

# A version that is no longer the newest one moves into the archive.
download <- function(name, file, from, repositories, folder, state) {
  for (repository in from) {
    url <- repositories[[repository]]
    for (address in c(paste(contrib(url), file, sep = "/"), archive_url(url, name, file))) {
      path <- try_download(address, file.path(folder, file))
      if (!is.null(path)) return(path)
    }
  }
  problem(state, "gone", name, file, paste(repositories[from], collapse = " "))
  NULL
}

try_download <- function(url, path) {
  if (file.exists(path)) return(path)
  status <- tryCatch(
    suppressWarnings(utils::download.file(url, path, quiet = TRUE, mode = "wb")),
    error = function(e) 1L
  )
  if (status == 0L && file.exists(path)) return(path)
  unlink(path)
  NULL
}

contrib <- function(url) paste0(url, "/src/contrib")

archive_url <- function(url, name, file) paste(contrib(url), "Archive", name, file, sep = "/")

# In the order of the lock, in which everything stands behind what it needs.
install <- function(folder, library) {
  locked <- read_table(file.path(folder, "locked.tsv"), c("name", "version", "repository", "file"))
  dir.create(library, recursive = TRUE, showWarnings = FALSE)
  .libPaths(c(library, .Library.site, .Library))
  Sys.setenv(R_LIBS = library)
  r <- file.path(R.home("bin"), "R")
  for (file in locked$file) {
    args <- c("CMD", "INSTALL", "--no-test-load", "--no-docs", paste0("--library=", shQuote(library)), shQuote(file.path(folder, file)))
    if (system2(r, args, stdout = "", stderr = "") != 0L) stop(file, " could not be installed", call. = FALSE)
  }
}

problem <- function(state, kind, ...) state$problems <- c(state$problems, list(c(kind, ...)))

write_problems <- function(folder, state) {
  lines <- vapply(state$problems, function(p) paste(gsub("[\t\r\n]+", " ", p), collapse = "\t"), character(1))
  writeLines(lines, file.path(folder, "problems.tsv"))
}

read_table <- function(file, names) {
  lines <- strsplit(readLines(file, encoding = "UTF-8"), "\t", fixed = TRUE)
  columns <- lapply(seq_along(names), function(i) vapply(lines, function(l) if (length(l) < i) "" else l[i], character(1)))
  as.data.frame(stats::setNames(columns, names))
}

write_table <- function(table, file) {
  lines <- if (is.null(table)) character() else do.call(paste, c(as.list(table), sep = "\t"))
  writeLines(lines, file)
}

do.call(main, as.list(commandArgs(trailingOnly = TRUE)))
