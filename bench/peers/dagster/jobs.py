"""Jobs of ops that do nothing, run in one process, which is Dagster's quickest way."""

import subprocess

from dagster import In, Nothing, Out, in_process_executor, job, op


def chain(kind):
    def work():
        if kind == "shell":
            subprocess.check_call(["sh", "-c", "true"])

    first = op(name=f"{kind}_first", out=Out(Nothing))(work)
    further = op(name=f"{kind}_further", ins={"before": In(Nothing)}, out=Out(Nothing))(work)

    @job(name=kind, executor_def=in_process_executor)
    def ops():
        last = first()
        for index in range(1, 20):
            last = further.alias(f"{kind}_{index}")(last)

    return ops


shell = chain("shell")
python = chain("python")
