import io.shinto.amaterasu.runtime._

val even = AmaContext.getRDD[Int]("start", "rdd").filter(n => n % 2 == 0)

val high = AmaContext.getDataFrame("start", "odd").where("number > 100")

println(s"${even.count()} even numbers, ${high.count()} odd ones above 100")

high.write.mode("overwrite").json(env.outputRootPath + "/high-odd-numbers")
