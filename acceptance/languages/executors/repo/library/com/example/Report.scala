package com.example

import acme.words.{Word, Words}
import amaterasu.runtime.{AmaContext, AmaJob}

/** Uses the code that the repo's actions share: on the driver, in closures, and as the type of a dataset. */
object Report extends AmaJob {
  override def run(context: AmaContext): Unit = {
    val spark = context.spark
    import spark.implicits._
    val words = context.getDataset[Word]("start", "words")
    println(words.map(word => Words.loud(word.text)).collect().sorted.mkString(" "))
    println(context.sc.parallelize(Seq("e", "f"), 2).map(text => Word(Words.loud(text))).collect().toList)
  }
}
