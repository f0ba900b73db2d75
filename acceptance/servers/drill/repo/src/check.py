large = AmaContext.get_dataframe("facts", "large")
print(large["ti"].dt.microsecond.tolist())
print(large.attrs["amaterasu.schema"].replace(', "nullable": true, "metadata": {}', ""))
for row in large.itertuples(index=False, name=None):
    print(*row, sep=" | ")
