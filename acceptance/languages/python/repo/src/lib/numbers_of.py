def is_odd(n: int) -> bool:
    return n % 2 == 1


def inverse(n: int) -> float:
    return 1 / (n - n)
