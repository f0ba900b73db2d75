package amaterasu.host

import amaterasu.host.compile.{ActionClasses, Compiler, SharedCode}
import amaterasu.host.output.OutputRouter
import amaterasu.host.protocol.{Introduction, Leader, Outbox}
import amaterasu.host.run.{ActionLoader, HostSession, Jobs, Place, Shared}
import amaterasu.host.sql.SqlAction
import amaterasu.host.workers.{WorkerPlace, Workers}
import amaterasu.runtime.Attempt
import java.nio.file.Files

/** The parts of a host, put together. */
object Host {
  private val introduction = Introduction("spark-scala", "1", Seq("spark-scala", "spark-jar", SqlAction.Kind), capacity = 16)

  /** Serves the leader that `file` names; does not return. */
  def serve(file: HostFile): Nothing = {
    HiddenEnvironment.hide("AMA_")
    HostLog.configure()
    file.javaProperties.foreach { case (key, value) => System.setProperty(key, value) }
    Files.createDirectories(file.classesDir)
    val loader = new ActionLoader(file.classesDir, getClass.getClassLoader)
    val folder = file.classesDir.toAbsolutePath.getParent
    val outbox = new Outbox(folder)
    val jobs = new Jobs(outbox)
    val session = new HostSession(file.spark, file.runtimeJar, loader, file.classesDir, jobs)
    session.start()
    lazy val classPath = ClassPath.ofCompiler(file.sharedDir)
    val code = new SharedCode(file.sharedDir.getOrElse(file.classesDir), classPath)
    val compiler = new Compiler(classPath, code)
    val place = new WorkerPlace(folder, session, loader, outbox, startMs = 60000)
    val shared =
      new Shared(outbox, code, compiler, new ActionClasses(file.classesDir), session, loader, jobs, new Workers(place))
    Place.isShared = className => code.has(className)
    Attempt.byPackage = number => shared.attempts.byPackage(number)
    Runtime.getRuntime.addShutdownHook(new Thread(() => ExitReport.send(shared), "ama-exit"))
    val leader = new Leader(
      file.address, file.token, introduction, outbox, file.epoch,
      file.lingerMs)
    val why = leader.serve(new HostRequests(shared, graceMs => Ending.end(shared, graceMs)))
    OutputRouter.hostErr.println(s"This host ends: $why.")
    Ending.end(shared, graceMs = 0)
  }
}
