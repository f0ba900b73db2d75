from pyspark.sql.functions import rand

dice = spark.range(100).withColumn("number", rand())
