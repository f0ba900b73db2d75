val before = 1
sc.parallelize(1 to 3).map(i => sc.parallelize(1 to i).count()).collect()
