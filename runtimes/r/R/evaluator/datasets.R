# Datasets of other actions, and those that this one publishes.

get_dataset <- function(session, action, name) {
  input <- find_input(session$attempt$request$inputs, action, name)
  if (is.null(input)) stop_missing(session, action, name)
  if (is_on_spark(session)) return(spark_module(session)$dataset(action, name))
  tables <- python_module(session, "amaterasu_r.tables")
  format <- if (is.null(input$format)) "parquet" else input$format
  schema <- if (!is.null(input$schema)) to_json(input$schema)
  data_frame_of(tables$read_frame(input$path, format, schema), paste0(action, ".", name))
}

find_input <- function(inputs, action, name) {
  for (input in inputs) if (identical(input$action, action) && identical(input$name, name)) return(input)
  NULL
}

stop_missing <- function(session, action, name) {
  known <- vapply(session$attempt$request$inputs, function(input) paste0(input$action, ".", input$name), "")
  there <- if (length(known) == 1L) "; there is " else if (length(known) > 1L) "; there are " else ""
  known <- paste(known, collapse = ", ")
  message <- sprintf("there is no dataset %s.%s for this action%s%s", action, name, there, known)
  stop(structure(class = c("ama.DatasetMissing", "error", "condition"), list(message = message, call = NULL)))
}

# Sources and targets of datasets.yml, which only Spark knows how to reach.
load_source <- function(session, name) {
  stop_without_spark(session, "load_dataset")
  spark_module(session)$load(name)
}

persist_source <- function(session, name, value) {
  stop_without_spark(session, "persist_dataset")
  invisible(spark_module(session)$persist(name, for_spark(value, name)))
}

stop_without_spark <- function(session, what) {
  if (is_on_spark(session)) return(invisible())
  stop(what, "() reads and writes by Spark: it is there in actions of the type spark-r", call. = FALSE)
}
