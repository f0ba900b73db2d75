val flights = Seq(("AMS", 5), ("BRU", 15), ("LUX", 25)).toDF("airport", "delay")
