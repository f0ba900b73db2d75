println(AmaContext.getDataFrame("step2", "high").collect().mkString(" "))
println(AmaContext.getDataFrame("step2", "ages").collect().mkString(" "))
