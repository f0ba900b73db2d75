import sys

print(sys.argv[1:])
print(AmaContext.get_dataframe("model", "late"))
