val rdd = sc.parallelize(1 to 1000)
val odd = rdd.filter(n => n % 2 != 0).toDF("number")
