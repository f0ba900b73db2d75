spark$udf$registerJavaFunction("loud", "com.acme.Loud")
print(collect(spark$sql("SELECT loud('from R') AS word"))$word)
