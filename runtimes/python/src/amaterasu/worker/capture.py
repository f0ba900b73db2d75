"""Everything that is printed while an attempt runs, by Python, C code and child processes: descriptors 1 and 2.

Each leads into a pipe. A thread reads the pipes as they fill; whoever needs to know that all is told that was printed
so far (the end of a statement, a change from one stream to the other) reads them dry itself.
"""

from __future__ import annotations

import codecs
import fcntl
import io
import os
import select
import sys
import termios
import threading
from collections.abc import Callable
from typing import TextIO

from .c_library import c_library
from .interrupts import interrupts

Tell = Callable[[str, str], None]
"""Takes the stream's name and a text."""

PIECE_BYTES = 32 * 1024
PIPE_BYTES = 256 * 1024
SET_PIPE_SIZE = 1031  # Linux's F_SETPIPE_SZ, which Python 3.10 may not name


class _Pipe:
    def __init__(self, name: str, descriptor: int) -> None:
        self.name, self.descriptor = name, descriptor
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        try:
            fcntl.fcntl(self.writer, SET_PIPE_SIZE, PIPE_BYTES)
        except OSError:
            pass  # elsewhere than on Linux, and where the user's pipes have taken their share
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def waiting(self) -> int:
        """How many bytes are in the pipe."""
        return int.from_bytes(fcntl.ioctl(self.reader, termios.FIONREAD, b"\0\0\0\0"), sys.byteorder)

    def read(self) -> bytes:
        try:
            return os.read(self.reader, PIECE_BYTES)
        except BlockingIOError:
            return b""


class Capture:
    def __init__(self) -> None:
        self.log = os.dup(2)
        """What the process was given as stderr: the log of whoever started it."""
        self._pipes = (_Pipe("stdout", 1), _Pipe("stderr", 2))
        self._lock = threading.RLock()
        self._tell: Tell | None = None
        self._last = "stdout"
        self._forked = False
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(self.log, 1)
        threading.Thread(target=self._read_for_ever, name="ama-output", daemon=True).start()

    def begin(self, tell: Tell) -> None:
        """From now on what is printed belongs to an attempt."""
        with self._lock:
            for pipe in self._pipes:
                while pipe.read():
                    pass  # the last words of somebody who has gone
                pipe.decoder.reset()
                os.dup2(pipe.writer, pipe.descriptor)
            self._tell, self._last = tell, "stdout"
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
        sys.stdout, sys.stderr = self._stream(self._pipes[0]), self._stream(self._pipes[1])

    def deliver(self) -> None:
        """Tells everything that has been printed so far."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass  # the user's code may have closed or replaced it
        c_library().fflush(None)  # C code has buffers of its own
        self._drain()

    def end(self) -> None:
        """Tells the last of it; what is printed from now on goes to the log."""
        self.deliver()
        with self._lock:
            for pipe in self._pipes:
                os.dup2(self.log, pipe.descriptor)
                self._told(pipe, pipe.decoder.decode(b"", True))
            self._tell = None

    def disown(self) -> None:
        """In a forked child: its output goes into the pipes, and is not for it to read."""
        self._forked = True
        for pipe in self._pipes:
            os.close(pipe.reader)

    def _stream(self, pipe: _Pipe) -> TextIO:
        # Closing it leaves the descriptor open, which belongs to the next attempt as well.
        raw = io.BufferedWriter(io.FileIO(pipe.descriptor, "w", closefd=False))
        return _Stream(raw, lambda: self._switch(pipe.name))

    def _switch(self, name: str) -> None:
        """Before a stream is written to: what the other one holds was printed earlier."""
        if name != self._last and not self._forked:
            self._last = name
            self._drain()

    def _drain(self) -> None:
        if self._forked:
            return
        with interrupts, self._lock:
            for pipe in self._pipes:
                left = pipe.waiting()  # and not until there is nothing: a child may print without end
                while left > 0 and (piece := pipe.read()):
                    left -= len(piece)
                    self._told(pipe, pipe.decoder.decode(piece))

    def _told(self, pipe: _Pipe, text: str) -> None:
        if text and self._tell:
            self._tell(pipe.name, text)

    def _read_for_ever(self) -> None:
        poll = select.poll()
        for pipe in self._pipes:
            poll.register(pipe.reader, select.POLLIN)
        while True:
            poll.poll()
            with self._lock:
                for pipe in self._pipes:
                    self._told(pipe, pipe.decoder.decode(pipe.read()))


class _Stream(io.TextIOWrapper):
    """A stream that says so before it is written to.

    That is done here and not nearer to the descriptor: an interrupt between a write and its end would let the buffer
    write the same once more.
    """

    def __init__(self, raw: io.BufferedWriter[io.FileIO], before: Callable[[], None]) -> None:
        super().__init__(raw, encoding="utf-8", errors="surrogatepass", line_buffering=True)
        self._before = before

    def write(self, text: str, /) -> int:
        self._before()
        return super().write(text)
