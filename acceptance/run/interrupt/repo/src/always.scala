println("at last")
