import org.apache.spark.sql.functions.rand
val dice = spark.range(100).withColumn("number", rand())
