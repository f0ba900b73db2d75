println(env.name)
