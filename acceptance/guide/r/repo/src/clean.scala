val flights = Seq((100.0, 5.0), (200.0, 9.0), (300.0, 16.0), (400.0, 20.0)).toDF("distance", "delay")
