odd = AmaContext.get_dataframe("start", "odd").where("id % 2 = 1")
count = AmaContext.get_dataframe("start", "twice").count() + AmaContext.get_dataframe("start", "random").count()
