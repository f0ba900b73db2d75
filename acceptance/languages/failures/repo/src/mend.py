f = AmaContext.failure
print(f.action, f.type, f.file, f.line, f.attempts)
