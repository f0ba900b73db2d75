package amaterasu.runtime

import org.apache.spark.SparkContext
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{DataFrame, Dataset, Encoder, SQLContext, SparkSession}
import scala.reflect.ClassTag

/**
 * The glue between the actions of a job. All but `env` belongs to the driver: used in a closure on an executor it throws
 * an `IllegalStateException` that says so.
 */
abstract class AmaContext extends Serializable {
  protected def attempt(member: String): Attempt

  /** The environment that the action runs in. */
  def env: Env

  /** The action's own session on the Spark context that all actions share; `import spark.implicits._` needs it in a `val`. */
  def spark: SparkSession = attempt("spark").session

  /** The Spark context, which all actions share. */
  def sc: SparkContext = attempt("sc").session.sparkContext

  /** The same session, by its name of Spark 1. */
  def sqlContext: SQLContext = attempt("sqlContext").session.sqlContext

  /** A dataset that an upstream action publishes, as a `DataFrame` of this action's own session. */
  def getDataFrame(action: String, name: String): DataFrame = attempt("getDataFrame").dataFrame(action, name)

  /** The same; `format` was needed by version 0.1 and says nothing that the host does not know. */
  def getDataFrame(action: String, name: String, format: String): DataFrame = {
    require(format != null, "the format must not be null")
    getDataFrame(action, name)
  }

  /** The same with a type, which must fit its columns. */
  def getDataset[T: Encoder](action: String, name: String): Dataset[T] =
    attempt("getDataset").dataFrame(action, name).as[T]

  /** An `RDD` that an upstream action publishes, by the type of its elements. */
  def getRDD[T: ClassTag](action: String, name: String): RDD[T] = attempt("getRDD").rdd[T](action, name)

  /** Reads a source of the environment's `datasets.yml`. */
  def loadDataset(name: String): DataFrame = attempt("loadDataset").load(name)

  /** Writes a `DataFrame` to a target of the environment's `datasets.yml`. */
  def persistDataset(name: String, data: DataFrame): Unit = attempt("persistDataset").persist(name, data)

  /** What `datasets.yml` says of a source, by key: for those that Spark does not read or write itself, and for all others. */
  def source(name: String): Settings = attempt("source").source(name)

  /** Publishes `value`, a `DataFrame`, `Dataset` or `RDD`, under `name` when the action has succeeded. */
  def register(name: String, value: Any): Unit = attempt("register").register(name, value)

  /** In an error action: what has failed. Elsewhere it throws a `NoSuchElementException`. */
  def failure: Failure = attempt("failure").failure.getOrElse(
    throw new NoSuchElementException("there is no failure: this is not an error action"))
}

/** The context of the attempt that the calling code belongs to; in an action the name is bound to its own. */
object AmaContext extends AmaContext {
  override protected def attempt(member: String): Attempt = Attempt.driverSide(member)
  override def env: Env = Attempt.current.env

  private[amaterasu] def of(attempt: Attempt): AmaContext = new Bound(attempt, attempt.env)

  /** What an attempt's code sees. On an executor only `env` has come along. */
  private final class Bound(@transient private val own: Attempt, override val env: Env) extends AmaContext {
    override protected def attempt(member: String): Attempt = {
      if (own == null) Attempt.notOnExecutor(member)
      own
    }
  }
}
