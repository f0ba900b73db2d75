new java.io.File("running").createNewFile()
spark.range(0, 2000000000000L, 1, 4).selectExpr("sum(hash(id))").collect()
println("not reached")
