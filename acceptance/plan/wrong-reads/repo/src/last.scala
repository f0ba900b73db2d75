val sum = AmaContext.getDataFrame("start", "odd").groupBy().sum("number")
val total = sum.limit(1)
val broken = )
