"""`python -m amaterasu.worker`, started by the leader or by the Spark host with AMA_ADDRESS and AMA_TOKEN_FILE."""

from __future__ import annotations

import os
import sys


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
    from .worker import Worker

    sys.path[:] = [folder for folder in sys.path if folder != os.getcwd()]  # `-m` has put it there
    Worker(address, token).serve()


main()
