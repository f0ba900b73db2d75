package scala.tools.nsc.interpreter

import scala.tools.nsc.Settings
import scala.tools.nsc.interpreter.Results.Result

/** The interpreter without its running: nothing that is compiled here is ever evaluated. */
class CompilingInterpreter(settings: Settings, reporter: ReplReporter)
    extends IMain(settings, None, settings, reporter) {
  private var asking = false

  /** A statement, parsed and wrapped but not compiled. */
  def request(text: String): Either[Result, Request] = requestFromLine(text, false, false)

  /** Compiles the statement without the second unit in which the shell would print its value. */
  def compileUnit(request: Request): Boolean = request.lineRep.compile(request.mkUnit) && {
    request.defHandlers.foreach { handler =>
      request.definedSymbols.get(handler.member.name).foreach(symbol => handler.member.setSymbol(symbol))
    }
    true
  }

  /**
   * The type of what a statement imports from, as `own` in `import own._`. The shell would run a definition to learn it,
   * and with it every statement before: here the definition is only compiled.
   */
  override def typeOfExpression(expression: String, silent: Boolean): global.Type =
    if (asking) global.NoType
    else {
      asking = true
      try {
        val name = "$imported"
        request(s"def $name = $expression").toOption.filter(compileUnit)
          .flatMap(_.compilerTypeOf.collectFirst { case (defined, tpe) if defined.toString == name => tpe })
          .map(_.finalResultType)
          .getOrElse(global.NoType)
      } finally asking = false
    }
}
