"""A worker for the tests of the Spark host: it runs Python sources, and misbehaves where they ask for it.

A source finds `entry`, the host's entry point; `session` and `frame`, to use it as PySpark does; `tell`, to say anything;
`publish`; and `connection`, to break the protocol. Each top-level statement is one of the protocol's.
"""

import ast
import contextlib
import glob
import json
import os
import queue
import socket
import sys
import threading
import time

sys.path[:0] = glob.glob(os.path.join(os.environ["SPARK_HOME"], "python/lib/py4j-*.zip"))
from py4j.clientserver import ClientServer, JavaParameters, PythonParameters  # noqa: E402


class Worker:
    def __init__(self, address: str, token: str) -> None:
        host, port = address.rsplit(":", 1)
        self.connection = socket.create_connection((host, int(port)))
        self.lines = self.connection.makefile("rb")
        self.seq = 0
        self.sending = threading.Lock()
        self.runs: queue.Queue = queue.Queue()
        self.running: dict | None = None
        self.attached: ClientServer | None = None
        self.send({"id": 0, "method": "hello", "params": {
            "protocol": [1], "token": token, "runner": "test-worker", "version": "1", "types": ["test"], "capacity": 1,
            "pid": os.getpid(), "host": "localhost", "lastSeq": 0, "epoch": 0}})
        json.loads(self.lines.readline())
        threading.Thread(target=self.read, daemon=True).start()

    def send(self, message: dict) -> None:
        with self.sending:
            self.write(message)

    def write(self, message: dict) -> None:
        self.connection.sendall(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def tell(self, method: str, **params: object) -> None:
        with self.sending:
            self.seq += 1
            self.write({"method": method, "params": {"seq": self.seq, "attempt": self.running["attempt"], **params}})

    def read(self) -> None:
        for line in self.lines:
            message = json.loads(line)
            if "id" in message:
                self.send({"id": message["id"], "result": self.serve(message["method"], message["params"])})
        os._exit(0)

    def serve(self, method: str, params: dict) -> dict:
        if method == "run":
            self.runs.put(params)
            return {"state": "accepted"}
        if method == "compile":
            self.attach(params["attach"]["spark"])
            return {"errors": [], "statements": 77}
        if method == "cancel" and os.environ.get("TEST_WORKER") != "deaf":
            self.tell("ended", status="cancelled", clean=True)
            os._exit(0)
        if method == "shutdown":
            os._exit(0)
        return {"state": "accepted"}

    def attach(self, spark: dict) -> None:
        with open(spark["secretFile"], encoding="ascii") as file:
            secret = file.read()
        os.remove(spark["secretFile"])
        if self.attached is None:
            self.attached = ClientServer(
                java_parameters=JavaParameters(port=spark["port"], auto_convert=True, auth_token=secret),
                python_parameters=PythonParameters(port=0, eager_load=False, propagate_java_exceptions=True))

    def run_for_ever(self) -> None:
        while True:
            self.running = self.runs.get()
            self.tell("ended", **self.run(self.running))

    def run(self, request: dict) -> dict:
        self.attach(request["attach"]["spark"])
        names = {
            "worker": self, "request": request, "tell": self.tell, "connection": self.connection,
            "entry": self.attached.entry_point, "jvm": self.attached.jvm, "publish": self.publish}
        with contextlib.redirect_stdout(Printed(self)):
            for index, statement in enumerate(ast.parse(request["source"]["inline"]).body):
                self.tell("statement.started", index=index, line=statement.lineno, endLine=statement.end_lineno)
                try:
                    self.attached.entry_point.mark()
                    exec(compile(ast.Module([statement], []), request["file"], "exec"), names)
                except Exception as problem:
                    return {"status": "failed", "error": {
                        "type": type(problem).__name__, "types": ["Exception"], "message": str(problem), "stack": [],
                        "phase": "run", "file": request["file"], "line": statement.lineno, "statement": index}}
                self.tell("statement.finished", index=index, ms=0.1)
        return {"status": "succeeded"}

    def publish(self, name: str, dataset: object, line: int = 1) -> None:
        self.attached.entry_point.publish(name, dataset)
        self.tell("published", name=name, kind="dataframe", **{"as": "reference"},
                  definedAt=f"{self.running['file']}:{line}")


class Printed:
    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    def write(self, text: str) -> None:
        for start in range(0, len(text), 65536):
            self.worker.tell("output", stream="stdout", text=text[start : start + 65536])

    def flush(self) -> None:
        pass


if __name__ == "__main__":
    fault = os.environ.get("TEST_WORKER")
    if fault == "dies":
        print("no module named acme", flush=True)
        sys.exit(3)
    if fault == "silent":
        time.sleep(600)
    with open(os.environ["AMA_TOKEN_FILE"], encoding="ascii") as token_file:
        secret_token = token_file.read()
    Worker(os.environ["AMA_ADDRESS"], secret_token).run_for_ever()
