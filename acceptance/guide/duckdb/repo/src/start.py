from datetime import date

odd = [{"number": n, "country": "nl" if n < 15 else "be", "day": date(2026, 1, 2)} for n in range(1, 20, 2)]
