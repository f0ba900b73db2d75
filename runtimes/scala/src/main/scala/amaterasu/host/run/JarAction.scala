package amaterasu.host.run

import amaterasu.host.data.PublishedDataset
import amaterasu.runtime.AmaJob
import java.lang.reflect.{InvocationTargetException, Modifier}

/** A compiled class: an `AmaJob`, or one with `main(args)`. */
final class JarAction(main: MainClass, request: RunRequest, shared: Shared, execution: Execution) extends ActionBody {
  private type Body = () => Unit
  private var body: Body = () => ()

  override def prepare(): Option[ErrorReport.Report] = shared.compileCode(request).orElse(prepareMain())

  private def prepareMain(): Option[ErrorReport.Report] =
    load() match {
      case Right(found) =>
        body = found
        None
      case Left(message) =>
        Some(ErrorReport.simple("java.lang.ClassNotFoundException", message, "start").updated("retryable", false))
    }

  override def run(): Option[ErrorReport.Report] = {
    try body()
    catch { case wrapper: InvocationTargetException if wrapper.getCause != null => throw wrapper.getCause }
    None
  }

  /** A jar publishes by `AmaContext.register`. */
  override def names: Iterable[String] = Nil
  override def defined(name: String): Option[PublishedDataset] = None
  override def shown: Seq[(String, ShownValue)] = Nil

  /** What stands in the package of the main class, or below it, is taken for the user's. */
  override def isUsers(frame: StackTraceElement): Boolean = {
    val dot = main.name.lastIndexOf('.')
    if (dot < 0) frame.getClassName == main.name || frame.getClassName.startsWith(main.name + "$")
    else frame.getClassName.startsWith(main.name.take(dot + 1))
  }

  private def load(): Either[String, Body] =
    find(main.name).toRight(s"there is no class ${main.name} in the job's jars").flatMap { found =>
      find(main.name + "$").filter(isJob).map(job => run(job.getField("MODULE$").get(null)))
        .orElse(Option.when(isJob(found))(found).map(job => run(job.getDeclaredConstructor().newInstance())))
        .orElse(mainMethod(found))
        .toRight(s"the class ${main.name} is no AmaJob and has no static main(args)")
    }

  private def run(job: Any): Body = job match {
    case job: AmaJob => () => job.run(execution.context)
    case other => throw new IllegalStateException(s"$other is no AmaJob")
  }

  private def mainMethod(found: Class[_]): Option[Body] =
    found.getMethods.find(method =>
      method.getName == "main" && Modifier.isStatic(method.getModifiers) &&
        method.getParameterTypes.sameElements(Array(classOf[Array[String]]))
    ).map(method => () => method.invoke(null, main.args.toArray): Unit)

  private def isJob(found: Class[_]): Boolean = classOf[AmaJob].isAssignableFrom(found)

  /** Not initialised: an object's code must not run before there is a session. */
  private def find(name: String): Option[Class[_]] =
    try Some(Class.forName(name, false, shared.loader))
    catch { case _: ClassNotFoundException => None }
}
