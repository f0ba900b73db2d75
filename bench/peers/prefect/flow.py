"""Chains of tasks that do nothing: `python flow.py shell 20`."""

import subprocess
import sys

from prefect import flow, task


@task
def shell(before):
    subprocess.check_call(["sh", "-c", "true"])


@task
def python(before):
    pass


@flow
def chain(kind: str, length: int):
    last = None
    for _ in range(length):
        last = (shell if kind == "shell" else python)(last)


chain(sys.argv[1], int(sys.argv[2]))
