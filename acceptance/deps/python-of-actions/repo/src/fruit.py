import apple

print(apple.version)
