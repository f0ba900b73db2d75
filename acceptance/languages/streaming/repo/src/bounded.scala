import org.apache.spark.sql.streaming.Trigger
val lines = spark.readStream.text(env.inputRootPath)
val query = lines.writeStream.format("parquet").trigger(Trigger.AvailableNow)
  .option("checkpointLocation", s"${env.outputRootPath}/checkpoint").start(s"${env.outputRootPath}/lines")
