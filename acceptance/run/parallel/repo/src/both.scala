case class Row1(n: Int, side: String)
spark.conf.set("spark.sql.shuffle.partitions", if (env.configuration("side") == "left") "3" else "5")
val rows = sc.parallelize(1 to 3).map(i => Row1(i, env.configuration("side"))).toDF()
rows.createOrReplaceTempView("mine")
for (i <- 1 to 5) { println(env.configuration("side").toString + " " + i); Thread.sleep(100) }
println(spark.conf.get("spark.sql.shuffle.partitions") + " " + spark.sql("select first(side) from mine").first().getString(0))
