val odd = sc.parallelize(1 to 10).filter(_ % 2 != 0)
