from pyspark.sql.functions import col, udf

import shared

odd = AmaContext.getDataFrame("start", "odd")
high = odd.where(col("number") > env.configuration.limit)


@udf("int")
def square(n):
    return shared.square(n)


squares = high.select("number", square("number").alias("square"))
spark.sql("SELECT sum(start.odd.number) AS total FROM start.odd").show()
sc.stop()
