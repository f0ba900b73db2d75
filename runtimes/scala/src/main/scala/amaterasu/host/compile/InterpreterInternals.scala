package amaterasu.host.compile

import java.lang.reflect.Method
import scala.collection.mutable
import scala.tools.nsc.interpreter.IMain

/**
 * What the interpreter can do and does not offer. `IMain.reset` forgets earlier statements too, but would also start the
 * package numbers and the symbol table anew, which costs as much as a new interpreter.
 */
private final class InterpreterInternals(intp: IMain) {
  private val requests = declared(intp.getClass, "prevRequests").invoke(intp).asInstanceOf[mutable.ListBuffer[_]]
  private val packageSetter = intp.naming.getClass.getMethods.find(_.getName.endsWith("_freshLineId_$eq")).get
  private val resetScope = declared(intp.getClass, "resetReplScope")

  def forgetRequests(): Unit = {
    requests.clear()
    resetScope.invoke(intp)
  }

  def setLastPackage(id: Int): Unit = packageSetter.invoke(intp.naming, Int.box(id))

  /** The first value without a name is `res0` again. */
  def restartNames(): Unit = {
    val last = intp.naming.freshLineId()
    intp.naming.resetAllCreators()
    setLastPackage(last)
  }

  def clearOutput(): Unit = {
    val dir = intp.replOutput.dir
    declared(dir.getClass, "clear").invoke(dir)
  }

  private def declared(start: Class[_], name: String): Method = {
    val found = Iterator.iterate[Class[_]](start)(_.getSuperclass).takeWhile(_ != null)
      .flatMap(_.getDeclaredMethods)
      .find(method => (method.getName == name || method.getName.endsWith("$$" + name)) && method.getParameterCount == 0)
      .getOrElse(throw new IllegalStateException(s"this Scala's interpreter has no \"$name\""))
    found.setAccessible(true)
    found
  }
}
