val sums = AmaContext.getDataFrame("clean", "good").groupBy("country").sum("amount")
