# A source's statements, by R's own parser.

# A list of expressions of one each, with their places; or a `problem`, as the protocol describes errors.
parse_statements <- function(text, file, first_line = 1L) {
  lines <- c(character(first_line - 1L), source_lines(text))
  origin <- srcfilecopy(file, lines, isFile = FALSE)
  tryCatch(
    list(statements = split_statements(parse(text = lines, keep.source = TRUE, srcfile = origin, encoding = "UTF-8"))),
    error = function(condition) list(problem = syntax_problem(conditionMessage(condition), file, lines))
  )
}

source_lines <- function(text) {
  lines <- strsplit(sub("^\uFEFF", "", as_utf8(text)), "\r\n|\n|\r")[[1]]
  if (length(lines) == 0L) "" else lines
}

split_statements <- function(expressions) {
  places <- attr(expressions, "srcref")
  lapply(seq_along(expressions), function(index) {
    structure(expressions[index], srcref = places[index])
  })
}

first_line_of <- function(statement) attr(statement, "srcref")[[1L]][[1L]]
last_line_of <- function(statement) attr(statement, "srcref")[[1L]][[3L]]

# R's parser says `file:2:5: unexpected symbol`, and shows the lines after that; or only what is wrong, without a place.
syntax_problem <- function(message, file, lines) {
  first <- strsplit(message, "\n", fixed = TRUE)[[1]][[1]]
  place <- regmatches(first, regexec(":([0-9]+):([0-9]+): (.*)$", first))[[1]]
  if (length(place) == 0L) place <- c("", line_that_says(message, lines), 1L, first)
  line <- as.integer(place[[2]])
  column <- as.integer(place[[3]])
  # What is missing at the end is missing behind the last line.
  last <- max(1L, which(nzchar(trimws(lines))))
  if (line > last) {
    line <- last
    column <- nchar(lines[[last]]) + 1L
  }
  fields(
    type = "SyntaxError", types = list("error", "condition"), message = shown(place[[4]]), file = file,
    line = line, column = max(1L, column), stack = list(), phase = "compile", retryable = FALSE
  )
}

# The first line with which the source has this problem.
line_that_says <- function(message, lines) {
  says <- function(count) {
    told <- tryCatch(parse(text = lines[seq_len(count)], encoding = "UTF-8"), error = conditionMessage)
    identical(told, message)
  }
  low <- 1L
  high <- length(lines)
  while (low < high) {
    middle <- (low + high) %/% 2L
    if (says(middle)) high <- middle else low <- middle + 1L
  }
  low
}
