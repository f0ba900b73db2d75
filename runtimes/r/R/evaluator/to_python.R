# Vectors as columns for `amaterasu_r`; `node.py` says what is in them.

frame_for_python <- function(frame, name) {
  hints <- column_types(attr(frame, "ama.schema"))
  columns <- Map(function(column, label) {
    node_of(column, paste0(name, ".", label), hints[[label]])
  }, unclass(frame), names(frame))
  fields(
    names = as.list(names(frame)), columns = unname(columns),
    rows = nrow(frame), schema = attr(frame, "ama.schema")
  )
}

# Spark's type of each column that was read, by the column's name.
column_types <- function(schema) if (is.null(schema)) list() else types_of_fields(from_json(schema)$fields)

types_of_fields <- function(fields) {
  structure(lapply(fields, function(field) field$type), names = vapply(fields, function(field) field$name, ""))
}

# `hint` is Spark's type of what was read there; it tells maps from records.
node_of <- function(values, label, hint = NULL) {
  if (is.factor(values)) values <- as.character(values)
  if (inherits(values, "POSIXlt")) values <- as.POSIXct(values)
  if (inherits(values, "integer64")) return(long_node(values))
  if (inherits(values, "POSIXct")) return(double_node("instant", values))
  if (inherits(values, "Date")) return(double_node("date", values))
  if (inherits(values, "difftime")) return(double_node("duration", as.numeric(values, units = "secs")))
  if (!is.null(dim(values))) stop_unpublishable(label, "is a matrix or a data frame within a column")
  switch(typeof(values),
    logical = small_node("logical", as.integer(values)),
    integer = small_node("integer", values),
    double = double_node("double", values),
    character = text_node(values),
    list = list_node(values, label, hint),
    stop_unpublishable(label, paste("is of the type", typeof(values)))
  )
}

stop_unpublishable <- function(label, why) {
  message <- sprintf("the column %s cannot be published: it %s", label, why)
  stop(structure(class = c("ama.NotPublishable", "error", "condition"), list(message = message, call = NULL)))
}

small_node <- function(kind, values) {
  list(kind = kind, length = length(values), data = writeBin(as.vector(values), raw()))
}

# NaN is a number that Spark has too; only NA is null.
double_node <- function(kind, values) {
  values <- as.double(values)
  absent <- is.na(values) & !is.nan(values)
  values[absent] <- 0
  list(kind = kind, length = length(values), data = writeBin(values, raw()), nulls = as.raw(absent))
}

# bit64 keeps its integers in the bits of doubles, of which the smallest is NA.
long_node <- function(values) {
  bytes <- writeBin(as.vector(unclass(values)), raw())
  last <- matrix(bytes, nrow = 8L)
  absent <- last[8L, ] == as.raw(0x80L) & colSums(last[-8L, , drop = FALSE] != as.raw(0L)) == 0
  list(kind = "long", length = length(values), data = bytes, nulls = as.raw(absent))
}

text_node <- function(values) {
  absent <- is.na(values)
  values[absent] <- ""
  list(kind = "text", length = length(values), data = as.list(as_utf8(values)), nulls = as.raw(absent))
}

list_node <- function(values, label, hint) {
  absent <- vapply(values, is.null, logical(1))
  present <- values[!absent]
  for (each in present) {
    if (!is.atomic(each) && !is.list(each)) stop_unpublishable(label, paste("holds values of the type", typeof(each)))
    if (length(dim(each)) > 1L) stop_unpublishable(label, "holds matrices or data frames")
  }
  if (length(present) > 0L && all(vapply(present, is.raw, logical(1)))) {
    return(list(kind = "bytes", length = length(values), data = unname(values)))
  }
  all_are <- function(test) all(vapply(present, test, logical(1)))
  if (is_type(hint, "map") && all_are(is_map)) return(map_node(values, absent, label, hint))
  if (length(present) > 0L && all_are(is_record)) return(struct_node(values, absent, label, hint))
  elements <- lapply(present, function(each) if (is.factor(each)) as.character(each) else each)
  c(list(kind = "list", child = node_of(joined(elements), label, part_of(hint, "array", "elementType"))),
    rows_node(absent, lengths(elements)))
}

is_type <- function(hint, name) is.list(hint) && identical(hint$type, name)
part_of <- function(hint, type, part) if (is_type(hint, type)) hint[[part]]

# Where each row's elements begin in those of all rows.
rows_node <- function(absent, sizes) {
  all <- numeric(length(absent))
  all[!absent] <- sizes
  list(length = length(absent), nulls = as.raw(absent), offsets = writeBin(c(0, cumsum(all)), raw()))
}

# The elements of vectors one after another, as a vector of their kind.
joined <- function(elements) {
  all <- do.call(c, unname(elements))
  if (is.null(all)) logical() else all
}

is_record <- function(value) is.list(value) && !is.null(names(value)) && !is.data.frame(value)

is_map <- function(value) is.list(value) && (length(value) == 0L || !is.null(names(value)))

struct_node <- function(values, absent, label, hint) {
  names <- unique(unlist(lapply(values, names)))
  hints <- if (is_type(hint, "struct")) types_of_fields(hint$fields)
  children <- lapply(names, function(name) {
    cells <- lapply(values, function(row) row[[name]])
    node_of(simplified(cells), paste0(label, ".", name), hints[[name]])
  })
  list(kind = "struct", length = length(values), nulls = as.raw(absent), names = as.list(names), children = children)
}

# Texts as keys are the names of a row; other keys stand in `key`, beside their values in `value`.
map_node <- function(values, absent, label, hint) {
  named <- identical(hint$keyType, "string")
  keys <- lapply(values[!absent], function(row) if (named) as.character(names(row)) else row$key)
  # A row that holds nothing but nulls would be a vector among lists.
  items_of <- if (is.list(hint$valueType)) unname else function(row) simplified(unname(row))
  items <- lapply(values[!absent], function(row) if (named) items_of(row) else row$value)
  c(list(kind = "map", key = node_of(joined(keys), label), item = node_of(joined(items), label, hint$valueType)),
    rows_node(absent, lengths(keys)))
}

# A vector where every cell is one value or none.
simplified <- function(cells) {
  absent <- vapply(cells, is.null, logical(1))
  single <- vapply(cells[!absent], function(cell) is.atomic(cell) && length(cell) == 1L && !is.raw(cell), logical(1))
  if (!all(single)) return(cells)
  if (all(absent)) return(rep(NA, length(cells)))
  cells[absent] <- list(NA)
  do.call(c, unname(cells))
}
