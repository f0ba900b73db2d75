println("always")
