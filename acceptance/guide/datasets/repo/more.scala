println(s"${odd.count()}, ${people.map(_.age).reduce(_ + _)}, ${rdd.count()}")
for (name <- Seq("noisy", "small", "lookup", "legacy")) println(s"$name ${AmaContext.getDataFrame("start", name).count()}")
