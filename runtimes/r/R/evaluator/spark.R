# The Spark session of the host, for actions of the type spark-r.

is_on_spark <- function(session) identical(session$attempt$request$type, "spark-r")

spark_module <- function(session) python_module(session, "amaterasu_r.spark")

# The names that only an action on Spark has.
spark_names <- function(session) {
  if (!is_on_spark(session)) return(list())
  spark <- spark_module(session)
  register_verbs(session)
  own <- spark$open_session(to_json(session$attempt$request$attach))
  list(spark = own, sc = spark$context())
}

# Before there is anything to run. What goes wrong now goes wrong again then, and is told.
prepare_spark <- function(session, attach) {
  try(spark_module(session)$attach(to_json(attach)))
}

close_spark <- function(session) {
  if (isTRUE(session$has_spark_verbs)) try(spark_module(session)$close_session(), silent = TRUE)
}

# Before every statement but the first, which finds the session just opened: R's own calls may have come by another way
# to the JVM.
mark_jobs <- function(session) if (is_on_spark(session)) spark_module(session)$mark()

is_spark_frame <- function(value) inherits(value, "pyspark.sql.dataframe.DataFrame")

# R's own verbs for Spark's DataFrames, which have their other methods as `frame$filter(…)`.
register_verbs <- function(session) {
  if (isTRUE(session$has_spark_verbs)) return(invisible())
  collect_frame <- function(x, ...) data_frame_of(spark_module(session)$collect(x))
  verbs <- list(
    as.data.frame = collect_frame,
    dim = function(x) c(x$count(), length(x$columns)),
    names = function(x) as.character(x$columns),
    head = function(x, n = 6L, ...) collect_frame(x$limit(as.integer(n)))
  )
  for (verb in names(verbs)) {
    registerS3method(verb, "pyspark.sql.dataframe.DataFrame", verbs[[verb]], envir = asNamespace("utils"))
  }
  registerS3method("Ops", "pyspark.sql.column.Column", column_operator, envir = baseenv())
  session$collect <- collect_frame
  session$has_spark_verbs <- TRUE
}

# R's operators and the functions of Python's `operator` that do the same.
python_operators <- c(
  `+` = "add", `-` = "sub", `*` = "mul", `/` = "truediv", `^` = "pow", `%%` = "mod", `==` = "eq", `!=` = "ne",
  `<` = "lt", `<=` = "le", `>` = "gt", `>=` = "ge", `&` = "and_", `|` = "or_", `!` = "invert"
)

# `frame$number * 2L`: a column is an object of Python, for which older versions of reticulate have no operators.
column_operator <- function(e1, e2) {
  if (!.Generic %in% names(python_operators)) stop("Columns of Spark have no operator ", .Generic, ".", call. = FALSE)
  operators <- reticulate::import("operator", convert = FALSE)
  if (!missing(e2)) return(operators[[python_operators[[.Generic]]]](e1, e2))
  switch(.Generic, `-` = operators$neg(e1), `+` = e1, operators[[python_operators[[.Generic]]]](e1))
}

# `collect` is dplyr's, where that is loaded.
collect_verb <- function(session) {
  function(x, ...) if (is_spark_frame(x)) session$collect(x) else dplyr::collect(x, ...)
}

# What goes to Spark: a DataFrame of its own, or one of R's.
for_spark <- function(value, name) {
  if (is_spark_frame(value)) return(value)
  if (is.data.frame(value)) return(frame_for_python(value, name))
  stop_unpublished(name, value)
}
