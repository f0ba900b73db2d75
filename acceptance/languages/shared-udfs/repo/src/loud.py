spark.udf.registerJavaFunction("loud", "com.acme.Loud")
print(spark.sql("SELECT loud('from python') AS word").first()["word"])
