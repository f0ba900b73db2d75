val rows = Seq(Some("a"), None).toDF("text")
