AmaContext.getDataFrame("start", "od").show()
