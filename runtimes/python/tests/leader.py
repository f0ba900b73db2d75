"""A leader that starts one worker and asks it to run sources: the other side of the protocol, in the tests' hands."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Message = dict[str, Any]

SOURCES = Path(__file__).parent.parent / "src"
PATIENCE_S = 180
UNWANTED = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")


class TestLeader:
    """Use it as a context manager. `folder` is one of its own, which is removed at the end."""

    __test__ = False

    def __init__(self, kind: str = "python") -> None:
        self.kind = kind
        self.folder = Path(tempfile.mkdtemp(prefix="ama-python-test-"))
        self.messages: list[Message] = []
        self._answers: dict[Any, Message] = {}
        self._changed = threading.Condition()
        self._count = 0
        self._gone = False
        token = self.folder / "token"
        token.write_text("secret")
        server = socket.create_server(("127.0.0.1", 0))
        server.settimeout(PATIENCE_S)
        self.log = open(self.folder / "log", "w+b")  # noqa: SIM115 - closed with the leader
        inherited = {key: value for key, value in os.environ.items() if key not in UNWANTED}
        command, env = self.command(f"127.0.0.1:{server.getsockname()[1]}", str(token))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, env={**inherited, **env}, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        self._connection, _ = server.accept()
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.close()
        self._stream = self._connection.makefile("rb")
        self.hello: Message = json.loads(self._stream.readline())
        self.hello_s = time.perf_counter() - self.started
        welcome = {"protocol": 1, "session": "s", "key": "k", "resumeFrom": 0, "lingerMs": 0, "epoch": 1}
        self._write({"id": self.hello["id"], "result": welcome})
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def command(self, address: str, token_file: str) -> tuple[list[str], dict[str, str]]:
        """What to start, and the variables that it needs."""
        variables = {"AMA_ADDRESS": address, "AMA_TOKEN_FILE": token_file, "PYTHONPATH": python_path()}
        return [sys.executable, "-m", "amaterasu.worker"], variables

    def __enter__(self) -> TestLeader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join()
        self._stream.close()
        self._connection.close()
        try:
            self.process.wait(PATIENCE_S)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, 9)
                self.process.wait()
            self.log.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, source: str, **params: Any) -> str:
        """Asks to run a source, and returns the attempt's name."""
        self._count += 1
        attempt = f"a-{self._count}"
        self.ask("run", **self.params(attempt, source, **params))
        return attempt

    def params(self, attempt: str, source: str, **more: Any) -> Message:
        env = {"name": "test", "master": "local", "inputRootPath": "/in", "outputRootPath": "/out", "workingDir": "/w"}
        return {
            "attempt": attempt,
            "action": "start",
            "type": self.kind,
            "file": "src/start.py",
            "source": {"inline": textwrap.dedent(source)},
            "env": {"inline": {**env, "configuration": {}, "params": {}}},
            "inputs": [],
            "publish": [],
            "options": {"session": "own", "showData": False},
            **more,
        }

    def run(self, source: str, **params: Any) -> Attempt:
        """Runs a source to its end."""
        return self.wait(self.start(source, **params))

    def wait(self, attempt: str) -> Attempt:
        self.expect(lambda message: message["method"] == "ended", attempt)
        return Attempt([each for each in self.messages if each["params"].get("attempt") == attempt])

    def expect(self, matches: Callable[[Message], bool], attempt: str | None = None) -> Message:
        """The first message that matches, which may have come already."""

        def found() -> Message | None:
            own = (each for each in self.messages if attempt in (None, each["params"].get("attempt")))
            return next((each for each in own if matches(each)), None)

        with self._changed:
            self._changed.wait_for(lambda: found() is not None or self._gone, PATIENCE_S)
            if found() is None:
                raise AssertionError(f"it did not come; what came: {self.messages[-5:]}; log: {self.logged()}")
            message = found()
            assert message is not None
            return message

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request; an `AssertionError` with its error."""
        id = f"{method} {time.perf_counter_ns()}"
        self._write({"id": id, "method": method, "params": {"epoch": 1, **params}})
        with self._changed:
            self._changed.wait_for(lambda: id in self._answers or self._gone, PATIENCE_S)
            if id not in self._answers:
                raise AssertionError(f"no answer to {method}; log: {self.logged()}")
            answer = self._answers.pop(id)
        if "error" in answer:
            raise AssertionError(str(answer["error"]))
        return answer["result"]

    def logged(self) -> str:
        """What the worker wrote outside of attempts."""
        return Path(self.log.name).read_text(errors="replace")

    def _read(self) -> None:
        try:
            for line in self._stream:
                if line != b"\n":
                    self._receive(json.loads(line))
        except (OSError, ValueError):
            pass  # closed
        with self._changed:
            self._gone = True
            self._changed.notify_all()

    def _receive(self, message: Message) -> None:
        with self._changed:
            if "method" in message:
                self.messages.append(message)
                with contextlib.suppress(OSError):  # the worker may be gone; what it had told still comes
                    self._write({"method": "ack", "params": {"seq": message["params"]["seq"]}})
            else:
                self._answers[message["id"]] = message
            self._changed.notify_all()

    def _write(self, message: Message) -> None:
        self._connection.sendall(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")


def python_path() -> str:
    """Where a worker finds its modules, and those of Spark where the tests were started with them."""
    return os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])


class Attempt:
    """All that was told of an attempt that has ended."""

    __test__ = False

    def __init__(self, messages: list[Message]) -> None:
        self.messages = messages
        self.ended: Message = messages[-1]["params"]

    @property
    def status(self) -> str:
        return str(self.ended["status"])

    @property
    def error(self) -> Message:
        error: Message = self.ended["error"]
        return error

    def printed(self, stream: str = "stdout") -> str:
        return "".join(each["text"] for each in self.of("output") if each["stream"] == stream)

    def of(self, method: str) -> list[Message]:
        return [each["params"] for each in self.messages if each["method"] == method]
