"""Streaming queries that an action has started."""

from __future__ import annotations

from typing import Any

from ..action import Tell

LOOK_EVERY_S = 1


def wait(session: Any, tell: Tell) -> None:
    """Waits until no query of the session is active, and tells how they get on. A query's failure is raised."""
    told: dict[str, int] = {}
    while active := session.streams.active:
        for query in active:
            query.awaitTermination(LOOK_EVERY_S if len(active) == 1 else LOOK_EVERY_S / len(active))
            _tell_progress(query, tell, told)


def stop(session: Any) -> None:
    """Stops them when the action is cancelled; each lets its present batch end."""
    for query in session.streams.active:
        query.stop()


def _tell_progress(query: Any, tell: Tell, told: dict[str, int]) -> None:
    progress = query.lastProgress
    if not progress or told.get(str(query.id)) == progress["batchId"]:
        return
    told[str(query.id)] = progress["batchId"]
    batches = progress["batchId"] + 1
    label = f"{query.name or 'query'}: {progress['numInputRows']} rows in the last batch"
    tell("progress", label=label, done=batches, total=batches, unit="batches")
