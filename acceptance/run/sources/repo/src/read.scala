val products = AmaContext.loadDataset("products")
val orders = AmaContext.loadDataset("orders")
val least: Int = AmaContext.source("limits")("least")
val large = orders.where($"amount" >= least).join(products, $"product" === $"id")
