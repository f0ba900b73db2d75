// What an IDE is to know of the jar for it: each name under our package and those of versions 0.1 and 0.2.

package acme.ours {
  import amaterasu.runtime.{AmaContext, AmaJob, Env, Failure, Settings}
  import amaterasu.runtime.Prelude._
  import org.apache.spark.sql.{DataFrame, Dataset}

  case class Order(id: Long, amount: Double)

  object Orders extends AmaJob {
    override def run(context: AmaContext): Unit = {
      val env: Env = context.env
      val limit: Int = env.configuration("limit")
      val country: String = env.params("country")
      val orders: Dataset[Order] = context.getDataset[Order]("start", "orders")
      val high: DataFrame = orders.where($"amount" > limit).toDF()
      val numbers: RDD[Int] = context.getRDD[Int]("start", "numbers")
      context.register("high", high.union(Seq(Order(1, 2.0)).toDF()))
      context.persistDataset(country, context.loadDataset("orders"))
      println(s"${numbers.count()} ${context.sc.version} ${env.inputRootPath} ${keys(context)}")
    }

    def keys(context: AmaContext): Settings = context.source("orders")
    def place(failure: Failure): String = s"${failure.action} ${failure.file.getOrElse("")}:${failure.line.getOrElse(0)}"
    def here: DataFrame = AmaContext.spark.table("start.orders")
  }
}

package acme.of01 {
  import io.shinto.amaterasu.runtime._

  object Old {
    def master(environment: Environment): String = environment.master
    def high: Long = AmaContext.getDataFrame("start", "odd").where("number > 100").count()
  }
}

package acme.of02 {
  import org.apache.amaterasu.executor.runtime.AmaContext

  object Old {
    def rows(context: AmaContext): Long = context.getDataFrame("start", "odd", "parquet").count()
    def here: Long = rows(AmaContext)
  }
}

package acme.of02later {
  import org.apache.amaterasu.frameworks.spark.runtime.AmaContext

  object Old {
    def rows(context: AmaContext): Long = context.getDataFrame("start", "odd").count()
    def here: Long = rows(AmaContext)
  }
}
