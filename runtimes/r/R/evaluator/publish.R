# What an attempt publishes when its last statement has succeeded.

max_schema_chars <- 256L * 1024L

publish_all <- function(session) {
  for (publication in publications(session)) {
    outcome <- guarded(session, list(told = publish_one(session, publication)), phase = "publish")
    if (!is.null(outcome$ended)) return(outcome$ended)
  }
  list(status = "succeeded")
}

# The name `*` means every other data frame that there is.
publications <- function(session) {
  asked <- session$attempt$request$publish
  named <- vapply(asked, function(publication) publication$name, "")
  wanted <- lapply(asked, function(publication) {
    if (publication$name != "*") return(list(publication))
    others <- setdiff(c(names(session$attempt$registered), ls(globalenv())), named)
    frames <- Filter(function(name) is_frame(session, value_to_publish(session, name)), others)
    lapply(frames, function(name) c(list(name = name), publication_for(publication, name)))
  })
  do.call(c, wanted)
}

publication_for <- function(all, name) {
  rest <- all[setdiff(names(all), "name")]
  if (!is.null(rest$path)) rest$path <- file.path(rest$path, utils::URLencode(name, reserved = TRUE))
  rest
}

value_to_publish <- function(session, name) {
  registered <- session$attempt$registered
  if (name %in% names(registered)) registered[[name]] else get0(name, envir = globalenv(), inherits = FALSE)
}

is_frame <- function(session, value) is.data.frame(value) || (is_on_spark(session) && is_spark_frame(value))

publish_one <- function(session, publication) {
  session$attempt$publishing <- publication$name
  value <- value_to_publish(session, publication$name)
  if (!is_frame(session, value)) {
    if (isTRUE(publication$optional)) return(invisible())
    stop_unpublished(publication$name, value)
  }
  twice <- if (is.data.frame(value)) names(value)[duplicated(names(value))]
  if (length(twice) > 0L)
    stop_not_publishable(sprintf("%s has several columns by the name %s", publication$name, twice[[1L]]))
  line <- session$attempt$defined[[publication$name]]
  told <- if (is_on_spark(session)) publish_reference(session, publication, value)
          else publish_file(session, publication, value)
  do.call(tell, c(list(session, "published", name = publication$name, kind = "dataframe"), told,
                  if (!is.null(line)) list(definedAt = sprintf("%s:%d", session$attempt$file, line))))
}

# The host has it then, and decides what becomes of it.
publish_reference <- function(session, publication, value) {
  spark_module(session)$publish(publication$name, for_spark(value, publication$name))
  list(as = "reference")
}

publish_file <- function(session, publication, value) {
  tables <- python_module(session, "amaterasu_r.tables")
  format <- if (is.null(publication$format)) "parquet" else publication$format
  frame <- frame_for_python(value, publication$name)
  written <- from_json(tables$write_frame(frame, publication$path, format))
  told <- list(as = "file", path = publication$path, format = format, bytes = written$bytes)
  # A line has its limit, and the schema is in the file as well.
  if (nchar(to_json(written$schema)) > max_schema_chars) told else c(told, list(schema = written$schema))
}

stop_unpublished <- function(name, value) {
  why <- if (is.null(value)) "is to be published, and is not defined"
         else sprintf("is to be published, and is no data frame but %s", class(value)[[1L]])
  stop_not_publishable(paste(name, why))
}

stop_not_publishable <- function(message) {
  stop(structure(class = c("ama.NotPublishable", "error", "condition"), list(message = message, call = NULL)))
}
