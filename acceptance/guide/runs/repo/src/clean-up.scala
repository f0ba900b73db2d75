println("here")
