"""The name of what the last query of a file of SQL gives."""

from __future__ import annotations

from collections.abc import Iterable

from ..request import Publication


def result_name(asked: Iterable[Publication], made: Iterable[str | None]) -> str:
    """The one name that is asked for and that no statement makes a table or view of; `result` where there is none."""
    own = {name.lower() for name in made if name}
    others = [each.name for each in asked if each.name != "*" and each.name.lower() not in own]
    return others[0] if len(others) == 1 else "result"
