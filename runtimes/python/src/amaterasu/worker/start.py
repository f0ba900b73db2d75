"""How the worker begins, started by the leader or by the Spark host with AMA_ADDRESS and AMA_TOKEN_FILE."""

from __future__ import annotations

import os
import sys
from types import ModuleType


def main() -> None:
    try:
        address, token_file = os.environ.pop("AMA_ADDRESS"), os.environ.pop("AMA_TOKEN_FILE")
        with open(token_file, encoding="utf-8") as file:
            token = file.read()
    except (KeyError, OSError) as problem:
        print(
            f"the worker is started by `ama run`, which gives AMA_ADDRESS and AMA_TOKEN_FILE: {problem!r}",
            file=sys.stderr,
        )
        sys.exit(2)
    worker = _import_worker(os.environ.pop("AMA_BYTECODE", None))

    here = ("", os.getcwd())  # `-c` has put the one there, `-m` the other
    sys.path[:] = [folder for folder in sys.path if folder not in here]
    worker.Worker(address, token).serve()


def _import_worker(bytecode: str | None) -> ModuleType:
    """
    Keeps the bytecode of the worker in a folder of its leader's: its own may be read-only, and whether the user's code
    leaves any is the user's choice. Without it, every start would compile for as long as it takes otherwise.
    """
    own = sys.pycache_prefix, sys.dont_write_bytecode
    if bytecode:
        sys.pycache_prefix, sys.dont_write_bytecode = bytecode, False
    try:
        from . import worker

        return worker
    finally:
        sys.pycache_prefix, sys.dont_write_bytecode = own
