model <- get_dataframe("model", "model")
coefficients <- data.frame(value = unname(coef(lm(root ~ id, data = model))))
