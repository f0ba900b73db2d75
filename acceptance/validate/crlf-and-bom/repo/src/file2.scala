val highNoDf = AmaContext.getDataFrame("start", "odd").where("number > 100")
