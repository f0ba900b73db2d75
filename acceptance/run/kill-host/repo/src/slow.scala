val d = AmaContext.getDataFrame("needed", "d")
val marker = new java.io.File("killed-once")
if (!marker.exists()) {
  new ProcessBuilder("sleep", "98762").start()
  marker.createNewFile()
  Thread.sleep(600000)
}
println(s"${d.count()} rows in the end")
