package com.acme

import org.apache.spark.sql.api.java.UDF1

object Words {
  def loud(text: String): String = text.toUpperCase + "!"
}

/** As Python and R register functions of the JVM. */
class Loud extends UDF1[String, String] {
  override def call(text: String): String = Words.loud(text)
}
