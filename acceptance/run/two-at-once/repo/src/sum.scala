val who: String = env.params("who")
val numbers = AmaContext.getDataFrame("make", "numbers")
println(s"$who: ${numbers.selectExpr("sum(n)").head().getLong(0)}")
