import acme.words._
val words = Seq(Word("a"), Word("b")).toDS.map(word => Word(Words.loud(word.text)))
println(words.collect.toList)
