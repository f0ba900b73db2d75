println(AmaContext.getDataFrame("clean", "recent").count() + " recent orders")
AmaContext.getDataFrame("clean", "result").orderBy("country").show()
