val e = AmaContext.getDataFrame("passing", "e")
println(e.count() / 0)
