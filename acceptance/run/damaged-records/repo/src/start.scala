println("never")
