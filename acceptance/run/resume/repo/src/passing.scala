val e = AmaContext.getDataFrame("kept", "d").where("n > 4")
