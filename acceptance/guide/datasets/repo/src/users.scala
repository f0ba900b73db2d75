Seq(("Ada", "uk"), ("Grace", "us"), ("Alan", "uk")).toDF("name", "country").coalesce(1).write.parquet(s"${env.inputRootPath}/users")
