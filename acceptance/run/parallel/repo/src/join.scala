println(AmaContext.getDataFrame("left", "rows").union(AmaContext.getDataFrame("right", "rows")).groupBy("side").count().orderBy("side").collect().mkString(" "))
