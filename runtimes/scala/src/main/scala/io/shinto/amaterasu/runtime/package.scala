package io.shinto.amaterasu

/** The names of version 0.1. */
package object runtime {
  type AmaContext = _root_.amaterasu.runtime.AmaContext
  val AmaContext: _root_.amaterasu.runtime.AmaContext.type = _root_.amaterasu.runtime.AmaContext
  type Environment = _root_.amaterasu.runtime.Env
}
