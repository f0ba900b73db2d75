from amaterasu.pyspark.runtime import AmaContext

low = AmaContext.get_dataframe("step2", "low")
total = sum(row.number for row in low.collect())
rows = sc.parallelize([total]).map(Row).toDF()
