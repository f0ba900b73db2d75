val odd = sc.parallelize(1 to 100).filter(n => n % 2 != 0).toDF("number")
