val sum = AmaContext.getDataFrame("kept", "numbers").selectExpr("sum(n)").head().getLong(0)
for (line <- 1 to 20000) println(s"line $line of a text that takes room on the disk: $sum")
println("the last line")
