println(sc.parallelize(1 to 3).map(i => env.name + i).collect().mkString(" "))
