package org.apache.spark.sql.classic

import org.apache.spark.sql.catalyst.analysis.Analyzer
import org.apache.spark.sql.internal.StaticSQLConf.CATALOG_IMPLEMENTATION

/** The analyzer of sessions with Hive's catalog leaves out the rules of hint resolution that extensions inject. */
object HintRules {
  /** Adds them, where that is so. */
  def complete(session: org.apache.spark.sql.SparkSession): Unit = session match {
    case own: SparkSession if own.sparkContext.conf.get(CATALOG_IMPLEMENTATION) == "hive" =>
      val analyzer = own.sessionState.analyzer
      val injected = own.extensions.buildHintResolutionRules(own)
      rules.set(analyzer, analyzer.hintResolutionRules ++ injected.filterNot(analyzer.hintResolutionRules.contains(_)))
    case _ => ()
  }

  private lazy val rules = {
    val field = classOf[Analyzer].getDeclaredField("hintResolutionRules")
    field.setAccessible(true)
    field
  }
}
