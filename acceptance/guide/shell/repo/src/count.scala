println(AmaContext.getDataFrame("fetch", "words").count() + " words")
