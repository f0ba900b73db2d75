import pandas as pd

points = pd.DataFrame({"x": [1, 2, 3, None], "y": [2.0, 4.0, 6.0, 8.0], "kind": ["a", "b", None, "b"]}).astype({"x": "Int64"})
