"""The C library that the process runs on. Loading what calls it takes a while, and is done when there is time."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def c_library() -> Any:
    import ctypes

    return ctypes.CDLL(None)
