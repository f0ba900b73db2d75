# What goes through the driver, on Spark: as a table of Arrow, and as pandas has it with Arrow's types.
import pandas

odd = AmaContext.get_dataframe("make", "odd").toArrow()
empty = AmaContext.get_dataframe("make", "empty").toArrow()
framed = odd.to_pandas(types_mapper=pandas.ArrowDtype)
assert (odd.num_rows, empty.num_rows, framed.shape) == (3, 0, (3, 30))
