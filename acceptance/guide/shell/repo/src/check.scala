println(AmaContext.getDataset[String]("report", "loud").collect().mkString(", "))
