spark.sql("CREATE DATABASE IF NOT EXISTS start")
spark.sql("DROP TABLE IF EXISTS start.odd")
spark.range(99, 100).toDF("table").write.saveAsTable("start.odd")
val odd = spark.range(1, 6, 2).toDF("dataset")
