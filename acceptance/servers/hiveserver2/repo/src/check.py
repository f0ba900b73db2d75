import json
print(sorted(AmaContext.get_dataframe("counts", "letters").itertuples(index=False, name=None)))
print(sorted(AmaContext.get_dataframe("counts", "numbers")["n"]))
print(sorted(AmaContext.get_dataframe("counts", "doubled")["n"]))
def tell(data):
    for field in json.loads(data.attrs["amaterasu.schema"])["fields"]: print(field["name"], json.dumps(field["type"]).replace(', "nullable": true, "metadata": {}', ""))
    for row in data.itertuples(index=False, name=None): print(*row, sep=" | ")
tell(AmaContext.get_dataframe("nested", "people").sort_values("id"))
tell(AmaContext.get_dataframe("types", "result"))
