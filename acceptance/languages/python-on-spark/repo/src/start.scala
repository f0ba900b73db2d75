val odd = (1 to 9 by 2).toDF("number")
