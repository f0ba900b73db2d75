val counted = spark.sql("SELECT count(*) AS n FROM read.drawn")
