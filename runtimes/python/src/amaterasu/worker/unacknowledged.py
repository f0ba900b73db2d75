"""What was told and not yet acknowledged: some in memory, the rest in a file that has no name."""

from __future__ import annotations

import os
from array import array
from collections import deque

MEMORY_BYTES = 4 * 1024 * 1024


class Unacknowledged:
    """Lines by their sequence numbers, which follow one another. Not safe for several threads."""

    def __init__(self, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._lines: deque[bytes] = deque()
        self._first = 1
        self._in_memory = 0
        self._file = -1
        # Where each line in the file ends; those in the file are newer than those in memory.
        self._ends = array("q")
        self._forgotten_in_file = 0

    @property
    def last(self) -> int:
        """The newest number, or the one before the oldest when there is none."""
        return self._first + len(self._lines) + self._lines_in_file - 1

    @property
    def size(self) -> int:
        """How much there is, in memory and in the file."""
        return self._in_memory + (self._ends[-1] if self._ends else 0)

    def add(self, line: bytes) -> None:
        if not self._lines_in_file and self._in_memory + len(line) <= self._memory_bytes:
            self._lines.append(line)
            self._in_memory += len(line)
        else:
            self._spill(line)

    def forget(self, seq: int) -> None:
        """Lets go of everything up to this number."""
        while self._first <= seq and self._lines:
            self._in_memory -= len(self._lines.popleft())
            self._first += 1
        while self._first <= seq and self._lines_in_file:
            self._forgotten_in_file += 1
            self._first += 1
        if self._ends and not self._lines_in_file:
            os.ftruncate(self._file, 0)
            self._ends, self._forgotten_in_file = array("q"), 0

    def after(self, seq: int, at_least_bytes: int) -> tuple[list[bytes], int]:
        """The lines after this number, as many as it takes to reach that size, and the number of their last one."""
        found: list[bytes] = []
        size = 0
        index = max(0, seq + 1 - self._first)
        while size < at_least_bytes and self._first + index <= self.last:
            line = self._line(index)
            found.append(line)
            size += len(line)
            index += 1
        return found, self._first + index - 1

    @property
    def _lines_in_file(self) -> int:
        return len(self._ends) - self._forgotten_in_file

    def _spill(self, line: bytes) -> None:
        if self._file < 0:
            self._file = _nameless_file()
        end = self._ends[-1] if self._ends else 0
        left, at = memoryview(line), end
        while left:
            written = os.pwrite(self._file, left, at)
            left, at = left[written:], at + written
        self._ends.append(at)

    def _line(self, index: int) -> bytes:
        if index < len(self._lines):
            return self._lines[index]
        place = index - len(self._lines) + self._forgotten_in_file
        start = self._ends[place - 1] if place > 0 else 0
        return os.pread(self._file, self._ends[place] - start, start)


def _nameless_file() -> int:
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="ama-told-")
    os.unlink(path)
    return descriptor
