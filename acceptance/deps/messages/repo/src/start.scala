val one = 1
