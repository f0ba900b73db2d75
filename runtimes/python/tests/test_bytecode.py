"""Where bytecode is kept: the worker's own in its leader's folder, the user's where Python would keep it."""

from __future__ import annotations

import unittest
from pathlib import Path

from .leader import TestLeader


class LeaderWithFolder(TestLeader):
    def command(self, address: str, token_file: str) -> tuple[list[str], dict[str, str]]:
        command, variables = super().command(address, token_file)
        kept = {"AMA_BYTECODE": str(self.bytecode), "PYTHONDONTWRITEBYTECODE": "1"}
        return command, {**variables, **kept}

    @property
    def bytecode(self) -> Path:
        return self.folder / "bytecode"


class BytecodeTest(unittest.TestCase):
    def test_the_workers_own_is_kept_also_where_the_user_keeps_none(self) -> None:
        with LeaderWithFolder() as leader:
            kept = [path.name.partition(".")[0] for path in leader.bytecode.rglob("*.pyc")]
            self.assertIn("worker", kept)
            self.assertIn("statements", kept)

    def test_the_users_code_does_not_notice(self) -> None:
        with LeaderWithFolder() as leader:
            source = "import os, sys\nprint('AMA_BYTECODE' in os.environ, sys.pycache_prefix, sys.dont_write_bytecode)"
            self.assertEqual(leader.run(source).printed(), "False None True\n")
