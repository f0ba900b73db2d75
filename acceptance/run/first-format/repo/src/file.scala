import io.shinto.amaterasu.runtime._
import org.apache.spark.sql.SaveMode

/* a block
 comment first */ val data = 1 to 1000; val more = data.map(_ + 1)
	val rdd = sc.parallelize(data)
val odd = rdd.filter(n => n%2 != 0)
  // a comment inside the chain
  .map(n => (n, n.toString))
  .toDF("number", "text")
val message: String = env.configuration("err-msg")
def say(s: String) = println(s"said $s")
say(env.configuration("err-msg").toString)
case class Point(x: Int, y: Int)
object Point { def origin = Point(0, 0) }
val ps = sc.parallelize(Seq(Point(1, 2), Point.origin)).toDS
println(ps.map(_.x).reduce(_ + _))
println(s"${env.name} ${env.master}")