AmaContext.getDataFrame("filtered", "lost").count()
