// BOM, CRLF, tabs and no line feed at the end
case class P(other: Boolean)
val	set = spark.range(3)
	.filter(n => n > 0)
	.count()
println(s"$set ${P(true)}")