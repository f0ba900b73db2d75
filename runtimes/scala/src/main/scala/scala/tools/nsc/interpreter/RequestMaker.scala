package scala.tools.nsc.interpreter

import scala.tools.nsc.interpreter.Results.Result

/** Opens what the interpreter keeps to its own package. */
object RequestMaker {
  /** A statement, parsed and wrapped but not compiled. */
  def request(intp: IMain)(text: String): Either[Result, intp.Request] =
    intp.requestFromLine(text, false, false)
}
