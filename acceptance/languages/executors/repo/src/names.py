import humanize
import pandas as pd
from pyspark.sql.functions import pandas_udf, udf

from beside import twice
from marks import mark


@udf("string")
def said(n):
    return mark(humanize.intcomma(twice(n)))


@pandas_udf("string")
def ordinal(numbers: pd.Series) -> pd.Series:
    return numbers.map(lambda n: mark(humanize.ordinal(twice(n))))


numbers = spark.range(0, 3000, 1500, 2)
print([tuple(row) for row in numbers.select(said("id"), ordinal("id")).collect()])
print(sc.parallelize([1000, 2000], 2).map(lambda n: mark(humanize.intcomma(twice(n)))).collect())
