Thread.sleep(60000)
