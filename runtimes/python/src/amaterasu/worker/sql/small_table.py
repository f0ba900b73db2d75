"""The first rows of a result, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ROWS, WIDTH = 20, 40


def small_table(names: Sequence[str], rows: Sequence[Sequence[Any]], count: int) -> str:
    """A table of at most 20 rows; says how many there are where they are more."""
    cells = [[_cell(name) for name in names], *([_cell(value) for value in row] for row in rows[:ROWS])]
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    line = f"+{'+'.join('-' * (width + 2) for width in widths)}+"
    texts = [
        f"|{'|'.join(f' {text.ljust(width)} ' for text, width in zip(row, widths, strict=True))}|" for row in cells
    ]
    more = [f"{count} rows"] if count > ROWS else []
    return "\n".join([line, texts[0], line, *texts[1:], line, *more])


def _cell(value: Any) -> str:
    text = "NULL" if value is None else str(value)
    text = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
