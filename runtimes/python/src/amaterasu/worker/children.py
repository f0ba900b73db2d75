"""Child processes that an attempt leaves behind, also those that have cut themselves off."""

from __future__ import annotations

import os
import signal
import sys
import time

from .c_library import c_library

SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER


def adopt_orphans() -> None:
    """Children of children become ours when their parents end, so that none is out of sight. Linux has this."""
    if sys.platform == "linux":
        c_library().prctl(SUBREAPER, 1, 0, 0, 0)


def end_children(spare: frozenset[int] = frozenset()) -> list[str]:
    """Kills what still lives, and says what that was: `sleep 100 (process 4711)`."""
    if not _any_child():
        return []
    ended: list[str] = []
    for _ in range(20):  # each round may make orphans, which are ours only then
        alive = [pid for pid in _descendants() if pid not in spare]
        if not alive:
            break
        ended += [f"{_command(pid)} (process {pid})" for pid in alive]
        for pid in alive:
            _kill(pid)
        _reap(alive)
    return list(dict.fromkeys(ended))


def descendants() -> frozenset[int]:
    """The processes that descend from this one and still run."""
    return frozenset(_descendants()) if _any_child() else frozenset()


def _any_child() -> bool:
    """One call of the system, as most attempts leave nobody behind."""
    if not hasattr(os, "waitid"):
        return True  # macOS, before Python 3.13
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except ChildProcessError:
        return False


def _descendants() -> list[int]:
    parents = _parents()
    found = [os.getpid()]
    for pid in found:
        found += [child for child, (parent, _) in parents.items() if parent == pid]
    _reap([pid for pid in found[1:] if parents[pid][1] == "Z"])
    return [pid for pid in found[1:] if parents[pid][1] != "Z"]


def _parents() -> dict[int, tuple[int, str]]:
    """Each process with its parent and state."""
    if not os.path.isdir("/proc/self"):
        return _parents_by_ps()
    found: dict[int, tuple[int, str]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The command's name stands in parentheses, and may hold some itself.
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
                found[int(name)] = (int(parent), state.decode())
            except OSError:
                pass  # it has just ended
    return found


def _parents_by_ps() -> dict[int, tuple[int, str]]:
    import subprocess

    lines = subprocess.run(["ps", "-axo", "pid=,ppid=,state="], capture_output=True, text=True).stdout.splitlines()
    rows = [line.split() for line in lines]
    # The `ps` that made this list is a child as well, and has gone.
    return {int(row[0]): (int(row[1]), row[2][0]) for row in rows if len(row) == 3}


def _command(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            command = file.read().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        return command if len(command) <= 80 else f"{command[:80]}…"
    except OSError:
        return "a program"


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _reap(pids: list[int]) -> None:
    until = time.monotonic() + 1
    for pid in pids:
        try:
            while os.waitpid(pid, os.WNOHANG) == (0, 0) and time.monotonic() < until:
                time.sleep(0.002)
        except ChildProcessError:
            pass  # somebody else's, who has it reaped
