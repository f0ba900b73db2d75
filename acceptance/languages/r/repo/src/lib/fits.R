fitted_line <- function(points, degree) {
  lm(y ~ poly(x, degree, raw = TRUE), data = points)
}

print.line <- function(x, ...) cat("slope", unclass(x), "\n")
