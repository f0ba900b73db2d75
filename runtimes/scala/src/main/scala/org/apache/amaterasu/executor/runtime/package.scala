package org.apache.amaterasu.executor

/** The names of version 0.2. */
package object runtime {
  type AmaContext = _root_.amaterasu.runtime.AmaContext
  val AmaContext: _root_.amaterasu.runtime.AmaContext.type = _root_.amaterasu.runtime.AmaContext
}
