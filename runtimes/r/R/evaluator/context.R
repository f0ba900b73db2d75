# `AmaContext`, by either way of writing its names.

# `given` holds `env` and, on Spark, the session and its context.
ama_context <- function(session, given) {
  get_dataframe <- function(action, name, format = NULL) get_dataset(session, action, name)
  load_dataset <- function(name) load_source(session, name)
  persist_dataset <- function(name, value) persist_source(session, name, value)
  register <- function(name, value) {
    session$attempt$registered[[name]] <- value
    session$attempt$defined[[name]] <- first_line_of(session$attempt$statement)
    invisible(value)
  }
  structure(class = "ama_context", c(given, list(
    failure = session$attempt$request$failure,
    getDataFrame = get_dataframe, get_dataframe = get_dataframe,
    getDataset = get_dataframe, get_dataset = get_dataframe,
    loadDataset = load_dataset, load_dataset = load_dataset,
    persistDataset = persist_dataset, persist_dataset = persist_dataset, register = register
  )))
}
