val orders = AmaContext.loadDataset("order")
AmaContext.persistDataset("total", orders)
val weather = AmaContext.loadDataset("weather")
AmaContext.source("wether")
