from amaterasu.python.runtime import AmaContext

context = AmaContext.builder().build()
failure = context.failure
print(f"{failure.action} failed {failure.attempts} times: {failure.type} at {failure.file}:{failure.line}")
