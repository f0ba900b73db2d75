# Texts that are only shown.

# Valid UTF-8, whatever it was.
as_utf8 <- function(text) {
  text <- suppressWarnings(enc2utf8(as.character(text)))
  broken <- !is.na(text) & !validUTF8(text)
  text[broken] <- iconv(text[broken], "UTF-8", "UTF-8", sub = "\uFFFD")
  text
}

# Cut, saying how long it was.
cut_text <- function(text, limit = 16L * 1024L, length = nchar(text)) {
  if (length <= limit) return(text)
  sprintf("%s\u2026 (%d characters)", substr(text, 1L, limit), length)
}

shown <- function(text, limit = 16L * 1024L) cut_text(as_utf8(paste(text, collapse = "\n")), limit)

# `{inline}` or `{path}`.
text_of <- function(source) {
  if (!is.null(source$inline)) return(source$inline)
  size <- file.size(source$path)
  if (is.na(size)) stop("there is no file ", source$path)
  text <- readChar(source$path, size, useBytes = TRUE)
  Encoding(text) <- "UTF-8"
  text
}
