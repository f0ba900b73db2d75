odd = AmaContext.get_dataframe("pyspark", "odd").sort_values("row").reset_index(drop=True)
of_r = AmaContext.get_dataframe("r", "odd").sort_values("row").reset_index(drop=True)
of_duckdb = AmaContext.get_dataframe("duckdb", "odd").sort_values("row").reset_index(drop=True)
for other in (of_r, of_duckdb):
    assert list(map(str, odd.dtypes)) == list(map(str, other.dtypes)), other.dtypes.to_string()
    assert str(odd.to_dict("list")) == str(other.to_dict("list")), other.to_string()
print(odd.dtypes.to_string())
print(AmaContext.get_dataframe("shell", "odd").to_dict("list"))
