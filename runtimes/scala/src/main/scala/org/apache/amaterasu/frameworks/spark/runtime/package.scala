package org.apache.amaterasu.frameworks.spark

/** The names of version 0.2's later builds. */
package object runtime {
  type AmaContext = _root_.amaterasu.runtime.AmaContext
  val AmaContext: _root_.amaterasu.runtime.AmaContext.type = _root_.amaterasu.runtime.AmaContext
}
