package amaterasu.host.data

/** Types as people write them: without the packages, but with the objects that they are in. */
object TypeName {
  private val Packages = """(?<![\w$.])(?:[a-z_$][\w$]*\.)+(?=[A-Za-z_$])""".r

  /** `org.apache.spark.rdd.RDD[(scala.collection.immutable.Range.Inclusive, Int)]` → `RDD[(Range.Inclusive, Int)]` */
  def short(full: String): String = Packages.replaceAllIn(full, "")

  /** Whether a value of this type is a dataset, as far as the type alone tells. */
  def isDataset(full: String): Boolean = Dataset.findPrefixOf(short(full)).isDefined

  private val Dataset = """DataFrame\b|Dataset\[|\w*RDD\[""".r
}
