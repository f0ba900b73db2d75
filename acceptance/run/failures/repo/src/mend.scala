println(AmaContext.failure.action)
