println(AmaContext.getDataFrame("orders", "orders").where("country = 'nl'").count())
