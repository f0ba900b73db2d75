import sys

print("in an environment:", sys.prefix != sys.base_prefix)
