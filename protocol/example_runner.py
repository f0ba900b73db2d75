"""A whole runner for the runner protocol, version 1, with nothing but Python's standard library.

It runs actions of the type `example-python`, each in a process of its own, and passes the vectors beside it.
docs/reference/runner-protocol.md explains every step. Published datasets, `preview`, `inspect` and `release` are left
out: the leader is told so by "method not found", and by `refused` for an attempt that is to publish something.
"""

import ast
import collections
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback

MAX_LINE = 1024 * 1024
HELD_BYTES = 8 * 1024 * 1024  # told and not acknowledged; beyond it, actions wait before they tell more
SHOWN = 16 * 1024  # characters of a value or message that is only shown
OUTPUT = 64 * 1024  # characters of output in one message: escaped, at most six bytes each

MALFORMED, UNKNOWN_METHOD, INVALID_PARAMS, OLD_EPOCH = -32700, -32601, -32602, -32003


def cut(text):
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"


# ---------------------------------------------------------------------------------------------- the runner's process


class Outbox:
    """What is to be sent. A thread of its own writes, so that reading never waits for writing."""

    def __init__(self):
        self.changed = threading.Condition()
        self.answers = collections.deque()  # go first
        self.told = collections.deque()  # (seq, line), until acknowledged
        self.held = 0
        self.last_seq = 0
        self.sent = 0  # the last seq that has left on this connection
        self.connection = None
        self.quiet_s = None  # send an empty line after so much silence of our own
        threading.Thread(target=self.write_for_ever, daemon=True).start()

    def tell(self, method, **params):
        with self.changed:
            while self.held > HELD_BYTES:
                self.changed.wait()
            self.last_seq += 1
            line = encode({"method": method, "params": {"seq": self.last_seq, **params}})
            self.told.append((self.last_seq, line))
            self.held += len(line)
            self.changed.notify_all()

    def answer(self, id, **result_or_error):
        with self.changed:
            self.answers.append(encode({"id": id, **result_or_error}))
            self.changed.notify_all()

    def acknowledge(self, seq):
        with self.changed:
            while self.told and self.told[0][0] <= seq:
                self.held -= len(self.told.popleft()[1])
            self.changed.notify_all()

    def connect(self, connection, resume_from, quiet_s):
        with self.changed:
            self.connection, self.sent, self.quiet_s = connection, resume_from, quiet_s
            self.answers.clear()  # the leader asks again for what it has no answer to
            self.changed.notify_all()

    def disconnect(self):
        with self.changed:
            self.connection = None

    def empty(self, timeout_s):
        with self.changed:
            return self.changed.wait_for(lambda: not self.told and not self.answers, timeout_s)

    def next_lines(self):
        """Under the lock: the answers and some of the messages that have not left; nothing when there are none."""
        lines = list(self.answers)
        self.answers.clear()
        first = self.told[0][0] if self.told else 0
        for seq, line in list(self.told)[max(0, self.sent + 1 - first) :][:100]:
            lines.append(line)
            self.sent = seq
        return b"".join(lines)

    def write_for_ever(self):
        while True:
            with self.changed:
                lines = self.next_lines() if self.connection else b""
                if not lines:
                    timely = self.changed.wait(self.quiet_s if self.connection else None)
                    lines = b"" if timely else b"\n"
                connection = self.connection
            if connection and lines:
                try:
                    connection.sendall(lines)
                except OSError:
                    shut(connection)  # its reader notices, and dials again
                    self.disconnect()


def encode(message):
    return json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def shut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


class Runner:
    def __init__(self, address, token):
        self.address = address
        self.credentials = {"token": token}
        self.epoch = 0
        self.linger_s = 0.0
        self.outbox = Outbox()
        self.attempts = {}

    def serve(self):
        """Serves the leader until it is gone for good."""
        connection, stream = self.shake_hands()
        while True:
            try:
                for line in lines_of(stream):
                    self.receive(json.loads(line))
                why = "the leader hung up"
            except (OSError, ValueError) as problem:
                why = str(problem)
            self.outbox.disconnect()
            shut(connection)
            connection, stream = self.dial_again(why)

    def dial_again(self, why):
        until = time.monotonic() + self.linger_s
        pause_s = 0.025
        while time.monotonic() + pause_s < until:
            time.sleep(pause_s)
            pause_s = min(1.0, pause_s * 2)
            try:
                return self.shake_hands()
            except (OSError, ValueError) as problem:
                why = str(problem)
        self.end(f"the leader is gone: {why}")

    def shake_hands(self):
        connection = connect(self.address)
        hello = {
            "protocol": [1],
            **self.credentials,
            "runner": "example",
            "version": "1.0.0",
            "types": ["example-python"],
            "capacity": 4,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "lastSeq": self.outbox.last_seq,
            "epoch": self.epoch,
        }
        connection.sendall(encode({"id": "hello", "method": "hello", "params": hello}))
        stream = connection.makefile("rb")
        answer = json.loads(stream.readline(MAX_LINE + 1))
        if "error" in answer:
            self.end(f"the leader refused: {answer['error']['message']}")
        welcome = answer["result"]
        if welcome["epoch"] < self.epoch:
            shut(connection)
            self.end("the leader is older than one that was here before")
        self.epoch = welcome["epoch"]
        self.linger_s = welcome["lingerMs"] / 1000
        self.credentials = {"key": welcome["key"]}
        silence_s = welcome.get("silenceMs", 0) / 1000
        connection.settimeout(silence_s or None)  # a read that waits longer raises, and the connection counts as dead
        self.outbox.connect(connection, welcome["resumeFrom"], silence_s / 3 or None)
        return connection, stream

    def receive(self, message):
        method, params, id = message.get("method"), message.get("params"), message.get("id")
        if id is None:
            if method == "ack":
                self.outbox.acknowledge(params["seq"])
            return
        serve = {"run": self.run, "compile": self.compile, "cancel": self.cancel, "shutdown": self.shutdown}.get(method)
        if serve is None:
            return self.outbox.answer(id, error={"code": UNKNOWN_METHOD, "message": f"there is no {method!r} here"})
        try:
            if params["epoch"] < self.epoch:
                message = f"epoch {params['epoch']} is older than {self.epoch}"
                return self.outbox.answer(id, error={"code": OLD_EPOCH, "message": message})
            result = serve(params)
        except (KeyError, TypeError) as problem:
            return self.outbox.answer(id, error={"code": INVALID_PARAMS, "message": f"{method}: {problem!r}"})
        self.epoch = params["epoch"]
        self.outbox.answer(id, result=result)

    def run(self, params):
        known = self.attempts.get(params["attempt"])
        if known:
            return {"state": "ended", "result": known.result} if known.result else {"state": "running"}
        if any(not wanted.get("optional") for wanted in params["publish"]):
            return {"state": "refused", "reason": "this runner cannot publish datasets"}
        action = {
            "source": text_of(params["source"]),
            "file": params.get("file", params["action"]),
            "firstLine": params.get("firstLine", 1),
            "env": json.loads(text_of(params["env"])) if "path" in params["env"] else params["env"]["inline"],
        }
        self.attempts[params["attempt"]] = Attempt(params["attempt"], action, self.outbox)
        return {"state": "accepted"}

    def compile(self, params):
        _, error = parse(text_of(params["source"]), params.get("file", params["action"]), params.get("firstLine", 1))
        return {"errors": [error] if error else []}

    def cancel(self, params):
        attempt, grace_s = self.attempts.get(params["attempt"]), params["graceMs"] / 1000
        if not attempt or attempt.result:
            return {"state": "ended"}
        threading.Thread(target=attempt.cancel, args=[grace_s], daemon=True).start()
        return {"state": "accepted"}

    def shutdown(self, params):
        threading.Thread(target=self.leave, args=[params["graceMs"] / 1000], daemon=True).start()
        return {}

    def leave(self, grace_s):
        for attempt in list(self.attempts.values()):
            attempt.cancel(grace_s)
        self.outbox.empty(grace_s)
        self.end("the leader asked for it")

    def end(self, why):
        for attempt in list(self.attempts.values()):
            attempt.kill()
        sys.stderr.write(f"example runner: ends, as {why}\n")
        sys.stderr.flush()
        os._exit(0)


class Attempt:
    """One attempt and its process. What the process says is told as it comes."""

    def __init__(self, id, action, outbox):
        self.id, self.outbox, self.result, self.cancelled = id, outbox, None, False
        command = [sys.executable, os.path.abspath(__file__), "--action"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True)
        self.process.stdin.write(json.dumps(action).encode() + b"\n")
        self.process.stdin.flush()
        threading.Thread(target=self.relay, daemon=True).start()

    def relay(self):
        ended = None
        for line in self.process.stdout:
            event = json.loads(line)
            if event["method"] == "ended":
                ended = event["params"]
            else:
                self.outbox.tell(event["method"], attempt=self.id, **event["params"])
        self.process.wait()
        if self.cancelled:
            ended = {"status": "cancelled", "clean": True}
        self.result = ended or {"status": "failed", "error": died(self.process.returncode)}
        self.outbox.tell("ended", attempt=self.id, **self.result)

    def cancel(self, grace_s):
        self.cancelled = self.result is None
        try:
            self.process.terminate()
            self.process.wait(grace_s)
        except subprocess.TimeoutExpired:
            pass
        self.kill()

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def died(code):
    message = f"the action's process ended with code {code}"
    return {"type": "ProcessEnded", "types": [], "message": message, "stack": [], "phase": "run"}


def text_of(inline_or_path):
    if "inline" in inline_or_path:
        return inline_or_path["inline"]
    with open(inline_or_path["path"], encoding="utf-8") as file:
        return file.read()


def connect(address):
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address)
        return connection
    host, port = address.rsplit(":", 1)
    connection = socket.create_connection((host.strip("[]"), int(port)), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def lines_of(stream):
    """The lines of the leader; empty ones only say that it is alive."""
    while line := stream.readline(MAX_LINE + 1):
        if not line.endswith(b"\n"):
            raise ValueError("a torn line, or one that is too long")
        if line != b"\n":
            yield line


# --------------------------------------------------------------------------------------------- an action's process


def run_action(action):
    tell = events()
    sys.stdout, sys.stderr = Printed(tell, "stdout"), Printed(tell, "stderr")
    file, names = action["file"], {"__name__": "__main__", "env": action["env"]}
    statements, error = parse(action["source"], file, action["firstLine"])
    if error:
        return tell("ended", status="failed", error=error)
    for index, statement in enumerate(statements):
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        tell("statement.started", index=index, line=first, endLine=statement.end_lineno)
        before = time.monotonic()
        try:
            exec(compile(ast.Module([statement], []), file, "exec"), names)
        except BaseException as problem:
            return tell("ended", status="failed", error=described(problem, file, index))
        ms = (time.monotonic() - before) * 1000
        tell("statement.finished", index=index, ms=ms, **named_value(statement, names))
    tell("ended", status="succeeded")


def events():
    """The way to the runner: the process's own stdout, which the action's prints no longer reach."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    lock = threading.Lock()

    def tell(method, **params):
        line = json.dumps({"method": method, "params": params}).encode() + b"\n"
        with lock:
            while line:
                line = line[pipe.write(line) :]

    return tell


class Printed(io.TextIOBase):
    def __init__(self, tell, stream):
        self.tell, self.stream = tell, stream

    def write(self, text):
        for start in range(0, len(text), OUTPUT):
            self.tell("output", stream=self.stream, text=text[start : start + OUTPUT])
        return len(text)


def parse(source, file, first_line):
    """The statements, at their true lines; or the error, before anything has run."""
    try:
        return ast.parse("\n" * (first_line - 1) + source, file).body, None
    except SyntaxError as problem:
        error = {"type": "SyntaxError", "types": ["Exception"], "message": cut(problem.msg), "file": file}
        place = {"line": problem.lineno or 1, "column": problem.offset or 1}
        return [], {**error, **place, "stack": [], "phase": "compile"}


def named_value(statement, names):
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return {}
    name = statement.targets[0].id
    return {"name": name, "type": type(names[name]).__name__, "value": cut(repr(names[name]))}


def described(problem, file, index):
    frames = [
        {
            "function": frame.name,
            "file": frame.filename,
            "line": frame.lineno or 0,
            "origin": "user" if frame.filename == file else "runtime" if frame.filename == __file__ else "library",
        }
        for frame in reversed(traceback.extract_tb(problem.__traceback__)[-100:])
    ]
    error = {
        "type": type(problem).__name__,
        "types": [base.__name__ for base in type(problem).__mro__[1:-1]],
        "message": cut(str(problem)),
        "statement": index,
        "stack": frames,
        "phase": "run",
    }
    own = next((frame for frame in frames if frame["origin"] == "user"), None)
    if own:
        error.update(file=file, line=own["line"])
    if problem.__cause__:
        error["cause"] = described(problem.__cause__, file, index)
    return error


def end_with_parent():
    """The runner holds the other end of stdin open for as long as it lives."""
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    if sys.argv[1:] == ["--action"]:
        request = json.loads(sys.stdin.buffer.readline())
        threading.Thread(target=end_with_parent, daemon=True).start()
        run_action(request)
        os._exit(0)
    with open(os.environ.pop("AMA_TOKEN_FILE"), encoding="utf-8") as token_file:
        token = token_file.read().strip()
    Runner(os.environ.pop("AMA_ADDRESS"), token).serve()
