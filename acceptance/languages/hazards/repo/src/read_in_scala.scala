AmaContext.getDataFrame("by-python", "shares").collect()
