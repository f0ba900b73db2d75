odd <- AmaContext$getDataFrame("start", "odd")
high <- odd$filter("number > 4")
high$show()
summary(as.data.frame(high)$number)
spark$sql("select sum(number) as total from start.odd")$first()$total
ages <- data.frame(name = c("a", "b"), age = c(31L, NA))
spark$stop()
