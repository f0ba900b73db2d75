"""Tests that run sources in a worker."""

import unittest

from .leader import TestLeader


class WorkerTest(unittest.TestCase):
    """The tests of a class share one worker of its `kind`, which runs their sources one after another."""

    kind = "python"
    leader: TestLeader

    @classmethod
    def setUpClass(cls) -> None:
        cls.leader = TestLeader(cls.kind)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.leader.close()
