import acme.words._
println(AmaContext.getDataset[Word]("one", "words").map(word => Words.loud(word.text)).collect.sorted.toList)
if (Words.loud("x") == "X!") sys.error("on purpose")
