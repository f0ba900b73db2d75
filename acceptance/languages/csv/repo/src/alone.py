rows = [{"text": "a"}, {"text": None}]
