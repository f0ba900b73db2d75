class Busy(RuntimeError):
    """Try again."""


def work(n: int) -> int:
    raise Busy(f"attempt on {n}")


work(3)
