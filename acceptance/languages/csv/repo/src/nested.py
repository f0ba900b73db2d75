rows = [{"list": [1]}]
