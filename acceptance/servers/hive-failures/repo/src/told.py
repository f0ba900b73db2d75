print(AmaContext.failure.type, AmaContext.failure.file, AmaContext.failure.line)
