# Plots are kept with the run: what is drawn on no device of the action's own goes to PNG files, one a page.

open_plots <- function(session) {
  session$attempt$devices <- 0L
  options(device = function(...) plot_device(session))
}

plot_device <- function(session) {
  attempt <- session$attempt
  folder <- attempt$request$artifacts
  if (is.null(folder)) return(grDevices::pdf(NULL))
  dir.create(folder, recursive = TRUE, showWarnings = FALSE)
  attempt$devices <- attempt$devices + 1L
  pages <- file.path(folder, sprintf("plot-%d-%%03d.png", attempt$devices))
  type <- if (capabilities("cairo")) "cairo" else getOption("bitmapType")
  grDevices::png(pages, width = 1200L, height = 900L, res = 144L, type = type)
}

# A page is written when the next begins or its device is closed.
finish_plots <- function(session) {
  grDevices::graphics.off()
  folder <- session$attempt$request$artifacts
  if (is.null(folder)) return(invisible())
  for (file in list.files(folder, recursive = TRUE)) tell_artifact(session, file.path(folder, file), file)
}

tell_artifact <- function(session, path, name) {
  tell(session, "artifact",
       name = as_utf8(name), path = as_utf8(path), mime = mime_of(path), bytes = file.size(path))
}

mime_types <- c(
  png = "image/png", jpg = "image/jpeg", jpeg = "image/jpeg", svg = "image/svg+xml", gif = "image/gif",
  pdf = "application/pdf", html = "text/html", csv = "text/csv", txt = "text/plain", json = "application/json"
)

mime_of <- function(path) {
  mime <- mime_types[tolower(tools::file_ext(path))]
  if (is.na(mime)) "application/octet-stream" else unname(mime)
}
