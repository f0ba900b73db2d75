val orders = AmaContext.loadDataset("orders")
val url: String = AmaContext.source("weather")("url")
AmaContext.persistDataset("totals", orders.groupBy("customer").count)
AmaContext.persistDataset("archive", orders)
// A name that only the run knows is no error.
AmaContext.loadDataset("orders" + env.name)
