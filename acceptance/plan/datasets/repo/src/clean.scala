val good = AmaContext.getDataFrame("read", "raw").na.drop()
val few = AmaContext.getDataFrame("read", "drawn")
