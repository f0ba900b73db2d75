val line = "0123456789" * 10 + "\n"
val block = line * 1000
for (i <- 1 to 2000) print(block)
println("the last line")
