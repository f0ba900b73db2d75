println(key)
