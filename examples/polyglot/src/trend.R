routes <- AmaContext$getDataFrame("routes", "routes")

model <- lm(mean_delay ~ part + weekend + log(distance), data = routes, weights = flights)
print(round(coef(summary(model))[, c("Estimate", "Std. Error")], 2))

fitted <- data.frame(
  origin = routes$origin, destination = routes$destination, part = routes$part, weekend = routes$weekend,
  expected = predict(model), residual = residuals(model)
)

hist(fitted$residual, breaks = 60, main = "What the time of day does not explain", xlab = "minutes")
