import sys
from numbers_of import inverse

high = AmaContext.getDataFrame("sums", "high")
totals = ama_context.get_dataframe("sums", "result")
print(high.number.tolist(), totals.total[0], sys.argv[1:])
inverse(int(high.number.max()))
