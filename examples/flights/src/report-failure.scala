val failure = AmaContext.failure

println(s"${failure.action} failed ${failure.attempts} times: ${failure.message}")
