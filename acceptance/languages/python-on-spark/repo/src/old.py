from amaterasu.pyspark.runtime import AmaContext

ama_context = AmaContext.builder().build()
squares = ama_context.get_dataframe("step2", "squares")
roots = ama_context.sc.parallelize([row.number for row in squares.collect()])
