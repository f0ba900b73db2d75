println(AmaContext.getDataFrame("start", "numbers").selectExpr("sum(n)").head().getLong(0))
println(sys.props("user.name"))
