print(AmaContext.get_dataframe("counts", "letters"))
print(AmaContext.get_dataframe("counts", "sales"))
