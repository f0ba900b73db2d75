val rdd = sc.parallelize(1 to 10)
val odd = rdd.filter(_ % 2 != 0).toDF("number")
def even = rdd.filter(_ % 2 == 0)
