package amaterasu.host

import org.apache.logging.log4j.Level
import org.apache.logging.log4j.core.config.Configurator
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory

/**
 * Spark's log, from warnings on, to standard error, as spark-shell has it. A configuration that somebody brings along is
 * used instead.
 */
object HostLog {
  private val Properties = List("log4j.configurationFile", "log4j2.configurationFile")
  private val Files = List("log4j2.properties", "log4j2.yaml", "log4j2.xml", "log4j2.json")

  /** They warn of every session that is made on a context which is there already, as ours is, and of slower checksums. */
  private val Expected = List(
    "org.apache.spark.SparkContext", "org.apache.spark.sql.SparkSession$", "org.apache.hadoop.util.NativeCodeLoader")

  def configure(): Unit = if (!isBroughtAlong) {
    val builder = ConfigurationBuilderFactory.newConfigurationBuilder()
    builder.add(
      builder.newAppender("console", "Console").addAttribute("target", "SYSTEM_ERR")
        .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex")))
    builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef("console")))
    Expected.foreach(name => builder.add(builder.newLogger(name, Level.ERROR)))
    Configurator.initialize(builder.build())
  }

  private def isBroughtAlong: Boolean =
    Properties.exists(sys.props.contains) || Files.exists(name => getClass.getClassLoader.getResource(name) != null)
}
