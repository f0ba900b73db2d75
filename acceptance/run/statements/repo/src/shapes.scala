/* A block comment
   first. */
val a = 1; val b = 2
def twice(i: Int): Int = {
  i * 2
}
case class P(a: Int, name: String)
object P {
  def of(i: Int) = P(i, "n" + i)
  implicit val byA: Ordering[P] = Ordering.by(_.a)
}
List(P.of(2), P.of(1)).sorted
val Array(x, y) = Array(10, 20)
val (p, q) = (1, "two")
@deprecated("use twice", "1.0")
def old(i: Int) = i
@annotation.tailrec
def loop(n: Int, acc: Int = 0): Int =
  if (n == 0) acc
  else loop(n - 1, acc + n)
val sum10 = loop(10)
val text = s"""multi
  |line ${a + b} "quoted" $$
  |end""".stripMargin
def twice(i: Long): Long = i * 200
twice(3L)
implicit class Rich(i: Int) { def squared = i * i }
val seven = 7.squared
val ds = Seq(P(1, "x"), P(2, "y")).toDS
val chained = ds
  // a comment inside
  .map(r => r.a * 2)

  /* and another one */
  .collect()
  .toList
val fromRdd = sc.parallelize(1 to 4).map(i => P.of(i)).collect().toList
val grouped = ds.groupByKey(_.name).mapGroups((k, it) => P(it.size, k)).collect().toList.sorted
lazy val never = { println("forced"); 42 }
var counter = 0
counter += 1
val a = "redefined"
for (i <- 1 to 2) println(s"i=$i")
trait Shape { def area: Double }
class Square(val d: Double) extends Shape { def area = d * d }
val area = new Square(2).area
sealed trait T; case object A extends T; case class B(i: Int) extends T
val matched = (B(1): T) match { case A => "a"; case B(i) => "b" + i }
val limit: Int = env.configuration("limit")
val greeting: String = env.configuration("greeting")
val inClosure = sc.parallelize(Seq(1, 2, 3)).map(i => env.name + env.configuration("greeting").toString + i).collect().toList
println(s"$sum10 $seven $area $limit $greeting ${inClosure.last}")
// a comment last
