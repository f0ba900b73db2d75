println(AmaContext.failure.message)
