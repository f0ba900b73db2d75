for (name <- Seq("sums")) AmaContext.getDataFrame("heavy", name).show()
AmaContext.getDataFrame("read", "raw").write.mode("overwrite").json(s"${env.inputRootPath}/orders")
