AmaContext.get_dataframe("by-scala", "shares").collect()
