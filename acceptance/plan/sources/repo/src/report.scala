val orders = AmaContext.getDataFrame("clean", "orders")
AmaContext.persistDataset("totals", orders)
AmaContext.persistDataset("sales", AmaContext.loadDataset("sales").union(orders))
// It is still read by reference from there.
orders.write.mode("overwrite").csv(s"${env.inputRootPath}/orders-nl.csv")
