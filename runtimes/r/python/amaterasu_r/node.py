"""A column as it goes between R and Python: a dict with the `kind` of its values, their `length`, and what they need.

R and Python exchange numbers as bytes, which are copied whole, and texts as lists.

| kind | values |
|---|---|
| logical, integer | `data`: 32-bit integers, the smallest of which stands for null (R's NA) |
| double, date, instant, clock, duration | `data`: 64-bit floating point, and `nulls`; days, or seconds |
| long | `data`: 64-bit integers, and `nulls`; only from R |
| text | `data`: a list of str, and `nulls` |
| bytes | `data`: a list of bytearray or None |
| list | `offsets` into `child`, and `nulls` |
| map | `offsets` into `key` and `item`, and `nulls`; only to R `named`, where the keys are texts |
| struct | `names`, `children`, and `nulls` |

`nulls` is a byte for each value, or None where there are no nulls. `remark` says, to R, what its numbers cannot hold.
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

NA_INTEGER = -(2**31)
EXACT = 2**53
"""Whole numbers up to here are exact in R's numbers."""
EXACT_DIGITS = 15
"""Decimals of so many digits survive R's numbers."""
