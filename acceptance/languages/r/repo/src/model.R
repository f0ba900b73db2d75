degree <- as.integer(commandArgs(TRUE)[[2]])
points <- get_dataframe("start", "points")
str(points$x)
points

# Functions of src/lib need no source().
fit <- fitted_line(points, degree)
structure(round(coef(fit)[[2]], 6), class = "line")
plot(points$x, points$y)
if (anyNA(points$kind)) warning("one kind is not known")

points$predicted <- round(predict(fit, points), 6)
coefficients <- data.frame(term = factor(c("intercept", "slope")), value = unname(round(coef(fit), 6)))
