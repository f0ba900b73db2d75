val partial = AmaContext.getDataFrame("step2", "a")
