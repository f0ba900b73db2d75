"""Some numbers."""
import os

from numbers_of import is_odd

odd = [{"number": n, "square": n * n} for n in range(1, 10) if is_odd(n)]

if __name__ == "__main__":
    print(os.environ["GREETING"], env.name, len(odd))
