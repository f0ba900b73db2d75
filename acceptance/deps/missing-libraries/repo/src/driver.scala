spark.read.format("jdbc").option("url", "jdbc:none://h/d").option("dbtable", "t").load()
