1/0
import io.shinto.amaterasu.runtime._

val highNoDf = AmaContext.getDataFrame("start", "odd").where("number > 993")
highNoDf.write.json(s"${env.outputRootPath}/dtm")