val squares = AmaContext.getDataFrame("step2", "squares")
println(squares.collect().mkString(" "))
println(AmaContext.getDataFrame("old", "roots").as[Long].collect().mkString(" "))
