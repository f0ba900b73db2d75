"""Chains of tasks that do nothing, each of which leaves an empty file, as Luigi wants it."""

import subprocess

import luigi


class Link(luigi.Task):
    index = luigi.IntParameter()
    kind = luigi.Parameter()

    def requires(self):
        return [] if self.index == 0 else [Link(index=self.index - 1, kind=self.kind)]

    def output(self):
        return luigi.LocalTarget(f"out/{self.kind}-{self.index}")

    def run(self):
        if self.kind == "shell":
            subprocess.check_call(["sh", "-c", "true"])
        with self.output().open("w"):
            pass
