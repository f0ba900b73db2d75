println(s"the job failed: ${AmaContext.failure.action} ${AmaContext.failure.message}")
