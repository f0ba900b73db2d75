import io.shinto.amaterasu.runtime._
println("cleaned up after " + AmaContext.failure.action)
AmaContext.getDataFrame("start", "odd").where("number > 993").select("text").rdd.map(_.getString(0)).coalesce(1).saveAsTextFile(env.outputRootPath + "/high")
