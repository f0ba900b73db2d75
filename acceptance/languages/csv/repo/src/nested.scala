val rows = Seq(Seq(1)).toDF("list")
