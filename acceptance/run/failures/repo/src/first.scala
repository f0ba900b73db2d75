val once = new java.io.File("failed-once")
if (!once.exists()) { once.createNewFile(); throw new java.io.FileNotFoundException("the first time") }
