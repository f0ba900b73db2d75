println(env.configuration("err-msg"))
