from pyspark.sql.functions import udf


@udf("int")
def inverse(n):
    return 1 // (n - 5)


AmaContext.getDataFrame("start", "odd").select(inverse("number")).collect()
