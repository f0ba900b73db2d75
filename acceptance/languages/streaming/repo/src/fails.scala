val lines = spark.read.parquet(s"${env.outputRootPath}/lines")
println(s"${lines.count()} lines were there when the first action had ended")
val broken = spark.readStream.format("rate").load().selectExpr("raise_error('broken in the stream') AS value")
broken.writeStream.format("console").start()
