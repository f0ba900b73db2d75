package amaterasu.host.run

import amaterasu.host.data.DatasetNames
import amaterasu.host.output.OutputRouter
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import org.apache.spark.SparkConf
import org.apache.spark.sql.SparkSession
import scala.collection.mutable

/** The Spark session that all sessions of attempts are made from, started in the background. */
final class HostSession(
    settings: Map[String, String],
    runtimeJar: Option[String],
    loader: ClassLoader,
    classesDir: Path,
    jobs: Jobs
) {
  private val brought = mutable.Set.empty[Path]
  private val started = new CompletableFuture[SparkSession]

  def start(): Unit = {
    val thread = new Thread(() => {
      // Executors of local mode take the context loader of the thread that makes the context for their parent.
      Thread.currentThread.setContextClassLoader(loader)
      try started.complete(create())
      catch { case problem: Throwable => started.completeExceptionally(problem) }
    }, "ama-session")
    thread.setDaemon(true)
    thread.start()
  }

  /** Waits for the session; throws what its start threw. */
  def get(): SparkSession =
    try started.get()
    catch { case problem: java.util.concurrent.ExecutionException => throw problem.getCause }

  def ifStarted: Option[SparkSession] =
    if (started.isDone && !started.isCompletedExceptionally) Some(started.join()) else None

  /** Sends the jar of shared code to executors of their own, once; those of this process have its classes. */
  def bring(jar: Path): Unit = synchronized {
    val context = get().sparkContext
    if (!HostSession.isOneProcess(context.master) && brought.add(jar)) context.addJar(jar.toString)
  }

  private def create(): SparkSession = {
    val conf = new SparkConf()
    HostSession.defaults.foreach { case (key, value) => conf.setIfMissing(key, value) }
    settings.foreach { case (key, value) => conf.set(key, value) }
    // Executors in other processes fetch the classes of actions from the driver.
    if (!HostSession.isOneProcess(conf.get("spark.master", ""))) {
      conf.set("spark.repl.class.outputDir", classesDir.toString)
      if (conf.get("spark.master", "").startsWith("local-cluster"))
        conf.setIfMissing("spark.executorEnv.JAVA_HOME", ExecutorJava.home(classesDir.toAbsolutePath.getParent).toString)
      runtimeJar.foreach(jar => conf.set("spark.jars", HostSession.joined(conf.get("spark.jars", ""), jar)))
    }
    conf.set("spark.sql.extensions", HostSession.withOwn(conf.get("spark.sql.extensions", "")))
    val context = new HostContext(conf)
    jobs.start(context)
    OutputRouter.sparkStarted()
    SparkSession.builder().getOrCreate()
  }
}

object HostSession {
  /** Session isolation by artifacts would give every session a loader of its own, and classes would differ. */
  private val defaults = Map("spark.app.name" -> "amaterasu", "spark.sql.artifact.isolation.enabled" -> "false")

  private def withOwn(extensions: String): String = joined(extensions, classOf[DatasetNames].getName)

  private def joined(list: String, item: String): String = {
    val items = list.split(',').map(_.trim).filter(_.nonEmpty)
    (if (items.contains(item)) items else items :+ item).mkString(",")
  }

  def isOneProcess(master: String): Boolean = master == "local" || master.startsWith("local[")
}
