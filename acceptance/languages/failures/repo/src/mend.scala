val f = AmaContext.failure
println(s"${f.action} ${f.errorType} ${f.file.getOrElse("")} ${f.line.getOrElse(0)} ${f.attempts}")
