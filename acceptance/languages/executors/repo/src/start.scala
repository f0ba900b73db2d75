import acme.words._
val own = ProcessHandle.current.pid
println(sc.parallelize(1 to 8, 8).map(_ => ProcessHandle.current.pid).collect.contains(own))
println(sc.parallelize(Seq("a", "b"), 2).map(text => Word(Words.loud(text))).collect.toList)
val words = Seq(Word("c"), Word("d")).toDS.repartition(2).map(word => Word(Words.loud(word.text)))
