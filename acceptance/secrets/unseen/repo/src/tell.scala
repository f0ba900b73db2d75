val url: String = env.configuration("url")
val password = url.split("=").last
println(password.take(10)); println(password.drop(10))
print(password.take(10)); print(password.drop(10)); println
val encoded = java.util.Base64.getEncoder.encodeToString(("user:" + password).getBytes)
throw new IllegalStateException(s"cannot connect to $url with $encoded")
