val data = 1 to 1000
val rdd = sc.parallelize(data)
val odd = rdd.filter(n => n % 2 != 0).toDF("number")
val even = rdd.filter(n => n % 2 == 0)
val high = odd.where("number > 100")
println(s"${even.count()} even numbers, ${high.count()} odd ones above 100")
high.write.mode("overwrite").json(System.getenv("BENCH_OUT") + "/high-odd-numbers")
System.exit(0)
