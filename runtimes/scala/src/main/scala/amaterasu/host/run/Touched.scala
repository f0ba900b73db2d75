package amaterasu.host.run

import amaterasu.host.compile.SharedLibrary
import java.util.{Locale, Properties, TimeZone}
import org.apache.hadoop.conf.ConfigurationHash
import org.apache.spark.SparkContext
import scala.jdk.CollectionConverters._

/** The state of the whole JVM that an action's code may have changed, which would show in whatever runs here next. */
final case class Touched(
    zone: String,
    locale: String,
    properties: Properties,
    hadoop: Int,
    jars: Int,
    checkpoints: Option[String]
) {
  /** What has changed since `before`, in words. */
  def since(before: Touched): List[String] = if (this == before) Nil else changes(before)

  private def changes(before: Touched): List[String] = {
    val (now, then) = (properties.asScala.toMap, before.properties.asScala.toMap)
    val changed = (now.keySet ++ then.keySet).filter(key => now.get(key) != then.get(key))
    List(
      Option.when(zone != before.zone)(s"the default time zone is now $zone"),
      Option.when(locale != before.locale)(s"the default locale is now $locale"),
      Option.when(hadoop != before.hadoop)("the Hadoop configuration was changed"),
      Option.when(jars != before.jars)("jars or files were added"),
      Option.when(checkpoints != before.checkpoints)("the checkpoint folder was set")
    ).flatten ++ changed.toList.sorted.filterNot(Touched.isLibrarys).map(key => s"the system property $key was changed")
  }
}

object Touched {
  /** Libraries note things for themselves in the system properties when they are first used. */
  private val Librarys = List(
    "io.netty.", "java.", "jdk.", "sun.", "org.apache.", "derby.", "arrow.", "parquet.", "scala.", "javax.", "line.")

  def now(context: SparkContext): Touched = Touched(
    TimeZone.getDefault.getID,
    Locale.getDefault.toString,
    copyOf(System.getProperties),
    ConfigurationHash.of(context.hadoopConfiguration),
    context.listJars().count(jar => !SharedLibrary.isJar(jar)) + context.listFiles().size,
    context.getCheckpointDir
  )

  private def copyOf(properties: Properties): Properties = {
    val copy = new Properties
    copy.putAll(properties)
    copy
  }

  private def isLibrarys(key: String): Boolean = Librarys.exists(prefix => key.startsWith(prefix))
}
