odd = AmaContext.get_dataframe("make", "odd")
lone = AmaContext.get_dataframe("make", "lone")
empty = AmaContext.get_dataframe("make", "empty")
