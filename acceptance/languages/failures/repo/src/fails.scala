val before = 1

sys.error("broken\non purpose")
