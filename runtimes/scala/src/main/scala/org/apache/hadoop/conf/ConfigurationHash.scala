package org.apache.hadoop.conf

/** Opens what Hadoop keeps to its own package: the settings as they are held, of which iterating makes a copy. */
object ConfigurationHash {
  /** Differs when any setting does. */
  def of(configuration: Configuration): Int = configuration.getProps.hashCode
}
