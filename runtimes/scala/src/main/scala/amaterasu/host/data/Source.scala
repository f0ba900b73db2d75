package amaterasu.host.data

import amaterasu.runtime.Settings

/**
 * An external dataset of the environment's `datasets.yml`: a file where `uri` is given, a table where `table` is, and
 * else one that only the action's own code can make sense of. `keys` are all that the environment says of it.
 */
final case class Source(
    name: String,
    uri: Option[String],
    format: Option[String],
    table: Option[String],
    mode: Option[String],
    partitionBy: List[String],
    options: Map[String, String],
    keys: Map[String, Any],
    definedAt: Option[String]
) {
  def overwritesPartitions: Boolean = mode.contains("overwrite-partitions")

  /** As Spark's writers know it. */
  def saveMode: String = if (overwritesPartitions) "overwrite" else mode.getOrElse("error")

  def settings: Settings = Settings.of(s"the environment's source $name", keys)

  /** For messages: its name, and where it is defined. */
  def place: String = s"\"$name\" (${definedAt.getOrElse("datasets.yml")})"
}
