print(AmaContext.get_dataframe("sums", "result").sort_values("country"))
print(len(AmaContext.get_dataframe("sums", "high")))
