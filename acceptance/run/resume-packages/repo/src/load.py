import pandas as pd

odd = pd.DataFrame({"number": range(1, 10, 2)})
