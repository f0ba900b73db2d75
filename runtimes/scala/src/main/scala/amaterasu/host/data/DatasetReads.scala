package amaterasu.host.data

import amaterasu.host.run.Input
import org.apache.spark.QueryContext
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{DataFrame, Dataset, SparkSession}
import scala.reflect.ClassTag

/** How one attempt reads other actions' datasets: from this host, or from the files that its inputs name. */
final class DatasetReads(inputs: List[Input], datasets: Datasets, session: () => SparkSession) {

  def dataFrame(action: String, name: String): DataFrame = file(action, name) match {
    case Some(input) => read(input)
    case None =>
      val dataset = published(action, name)
      dataset.value match {
        case data: Dataset[_] => Datasets.rebind(data, session())
        case rdd: RDD[_] => RddFrame.of(rdd, dataset.staticType, session())
        case other => throw new IllegalStateException(s"$action.$name is a ${other.getClass.getName}")
      }
  }

  def rdd[T: ClassTag](action: String, name: String): RDD[T] = file(action, name) match {
    case Some(input) => elements[T](read(input))
    case None => published(action, name).value match {
      case rdd: RDD[_] => rdd.asInstanceOf[RDD[T]]
      case data: Dataset[_] => data.rdd.asInstanceOf[RDD[T]]
      case other => throw new IllegalStateException(s"$action.$name is a ${other.getClass.getName}")
    }
  }

  /** Whether `action.name` means a dataset here, for SQL. */
  def knows(action: String, name: String): Boolean =
    inputs.exists(input => input.action == action && input.name == name) || datasets.get(action, name).isDefined

  def byOldName(table: String): Option[(String, String)] =
    if (!table.regionMatches(true, 0, DatasetReads.OldPrefix, 0, DatasetReads.OldPrefix.length)) None
    else {
      val wanted = DatasetReads.plain(table.drop(DatasetReads.OldPrefix.length))
      inputs.collectFirst { case input if DatasetReads.plain(s"${input.action}_${input.name}") == wanted =>
        (input.action, input.name)
      }
    }

  /** Where the dataset was defined that holds the expression at this place, if an input is made of it. */
  def definedAt(place: QueryContext): Option[String] = {
    val inMemory = inputs.flatMap(input => datasets.get(input.action, input.name))
    if (inMemory.exists(_.holds(place))) datasets.all.filter(_.holds(place)).minBy(_.planSize).definedAt else None
  }

  private def file(action: String, name: String): Option[Input] =
    inputs.find(input => input.action == action && input.name == name && input.path.isDefined)

  private def read(input: Input): DataFrame =
    HandOver.read(session(), input.format.getOrElse("parquet"), input.schema, input.path.get)

  private def elements[T: ClassTag](data: DataFrame): RDD[T] =
    if (data.columns.length == 1) data.rdd.map(_.getAs[T](0)) else data.rdd.asInstanceOf[RDD[T]]

  private def published(action: String, name: String): PublishedDataset = datasets.get(action, name).getOrElse {
    val names = datasets.namesOf(action)
    val has = if (names.isEmpty) s"$action has published nothing here" else s"$action publishes ${names.mkString(", ")}"
    throw new NoSuchElementException(s"there is no dataset $action.$name: $has")
  }
}

private object DatasetReads {
  val OldPrefix = "amacontext_"

  /** As 0.2 made a table's name of a dataset's. */
  def plain(name: String): String = name.toLowerCase.map(char => if (char.isLetterOrDigit) char else '_')
}
