odd = AmaContext.get_dataframe("clean", "odd")
unread = odd.head()
model = odd.assign(root=odd["square"] ** 0.5)
