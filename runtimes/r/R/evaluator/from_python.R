# Columns as `amaterasu_r` hands them over, as vectors. `node.py` says what is in them.

# `name` is that of the dataset, where it has one. What R cannot hold of it must not be a surprise.
data_frame_of <- function(frame, name = NULL) {
  for (remark in frame$remarks) {
    warning("the column ", remark[[1L]], if (!is.null(name)) paste(" of", name), " ", remark[[2L]], call. = FALSE)
  }
  columns <- lapply(frame$columns, vector_of)
  structure(columns, names = as.character(frame$names), class = "data.frame", row.names = .set_row_names(frame$rows),
            ama.schema = frame$schema)
}

vector_of <- function(node) {
  switch(node$kind,
    logical = readBin(node$data, "logical", node$length, size = 4L),
    integer = readBin(node$data, "integer", node$length, size = 4L),
    double = doubles_of(node),
    date = structure(doubles_of(node), class = "Date"),
    instant = , clock = structure(doubles_of(node), class = c("POSIXct", "POSIXt"), tzone = "UTC"),
    duration = structure(doubles_of(node), class = "difftime", units = "secs"),
    text = with_nulls(as.character(node$data), node, NA_character_),
    bytes = as.list(node$data),
    list = list_of(node),
    map = map_of(node),
    struct = structs_of(node)
  )
}

doubles_of <- function(node) with_nulls(readBin(node$data, "double", node$length), node, NA_real_)

with_nulls <- function(values, node, na) {
  if (!is.null(node$nulls)) values[node$nulls != as.raw(0L)] <- na
  values
}

is_null_row <- function(node) if (is.null(node$nulls)) logical(node$length) else node$nulls != as.raw(0L)

list_of <- function(node) rows_of(node, vector_of(node$child), identity)

# Keys that are texts are names; others stand beside their values.
map_of <- function(node) {
  keys <- vector_of(node$key)
  items <- vector_of(node$item)
  offsets <- readBin(node$offsets, "double", node$length + 1)
  rows_by(node, offsets, function(range) {
    if (isTRUE(node$named)) structure(as.list(items[range]), names = keys[range])
    else list(key = keys[range], value = items[range])
  })
}

rows_of <- function(node, values, shape) {
  offsets <- readBin(node$offsets, "double", node$length + 1)
  rows_by(node, offsets, function(range) shape(values[range]))
}

rows_by <- function(node, offsets, row) {
  absent <- is_null_row(node)
  lapply(seq_len(node$length), function(index) {
    if (absent[[index]]) return(NULL)
    row(seq_len(offsets[[index + 1L]] - offsets[[index]]) + offsets[[index]])
  })
}

structs_of <- function(node) {
  children <- lapply(node$children, vector_of)
  names <- as.character(node$names)
  absent <- is_null_row(node)
  lapply(seq_len(node$length), function(index) {
    if (absent[[index]]) return(NULL)
    structure(lapply(children, function(child) child[[index]]), names = names)
  })
}
