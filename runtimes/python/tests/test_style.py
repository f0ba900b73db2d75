"""Types and style, by the tools that know them."""

import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent.parent


class StyleTest(unittest.TestCase):
    def passes(self, *command: str) -> None:
        done = subprocess.run([sys.executable, "-m", *command], cwd=HERE, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_types(self) -> None:
        self.passes("mypy", "--no-error-summary")

    def test_lint(self) -> None:
        self.passes("ruff", "check", "--quiet", "--no-cache", ".")

    def test_format(self) -> None:
        self.passes("ruff", "format", "--check", "--quiet", "--no-cache", ".")

    def test_the_version_is_the_programs(self) -> None:
        import json
        import re

        from amaterasu import __version__

        package = json.loads((HERE.parent.parent / "package.json").read_text())
        project = re.search(r'^version = "(.*)"', (HERE / "pyproject.toml").read_text(), re.MULTILINE)
        self.assertEqual(__version__, package["version"])
        self.assertEqual(project and project[1], package["version"])
