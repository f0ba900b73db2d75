print(sorted(AmaContext.get_dataframe("counts", "letters").itertuples(index=False, name=None)))
print(sorted(AmaContext.get_dataframe("counts", "numbers")["n"]))
print(sorted(AmaContext.get_dataframe("counts", "doubled")["n"]))
types = AmaContext.get_dataframe("types", "result")
print(types["ti"][types["b"].notna()].dt.microsecond.tolist())
print(types.attrs["amaterasu.schema"].replace(', "nullable": true, "metadata": {}', ""))
full = types["b"].notna()
for row in [*types[full].itertuples(index=False, name=None), *types[~full].itertuples(index=False, name=None)]:
    print(*row, sep=" | ")
