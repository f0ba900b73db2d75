println(AmaContext.getDataFrame("needed", "d").count())
