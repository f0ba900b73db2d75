println("done")
