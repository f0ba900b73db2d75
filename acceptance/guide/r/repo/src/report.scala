println(AmaContext.getDataFrame("model", "coefficients").count() + " coefficients")
AmaContext.getDataFrame("spark", "high").show()
AmaContext.getDataFrame("spark", "ages").show()
