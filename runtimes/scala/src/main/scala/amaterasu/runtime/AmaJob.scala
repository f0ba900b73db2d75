package amaterasu.runtime

/**
 * A compiled action of type `spark-jar`: an `object`, or a class with a constructor without parameters, that is named as
 * the action's `class`. The alternative is a class with `main(args)`, to which `SparkSession.builder.getOrCreate()`
 * gives the action's session.
 *
 * {{{
 * object Orders extends AmaJob {
 *   override def run(context: AmaContext): Unit =
 *     context.register("orders", context.spark.read.parquet(context.env.inputRootPath))
 * }
 * }}}
 */
trait AmaJob {
  /** The action. An exception fails it. */
  def run(context: AmaContext): Unit
}
