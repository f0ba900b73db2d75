points = AmaContext.get_dataframe("model", "points")
print(points.to_string())
print(points.dtypes.to_string())
print(AmaContext.get_dataframe("model", "coefficients").to_string())
