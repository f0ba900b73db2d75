"""Interrupts that are held back for a while."""

from __future__ import annotations

import signal
import time
import unittest

from amaterasu.worker.interrupts import Interrupts


class PatientTest(unittest.TestCase):
    def setUp(self) -> None:
        before = signal.getsignal(signal.SIGINT)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        self.interrupts = Interrupts()
        self.interrupts.install()
        self.interrupts.allow()

    def test_the_block_goes_on_to_its_end(self) -> None:
        seen: list[str] = []
        with self.assertRaises(KeyboardInterrupt), self.interrupts.patient(60):
            self.interrupts.send()
            seen.append("the end")
        self.assertEqual(seen, ["the end"])

    def test_patience_has_an_end(self) -> None:
        with self.assertRaises(KeyboardInterrupt), self.interrupts.patient(0.05):
            self.interrupts.send()
            time.sleep(0.1)
            self.interrupts.send()
            self.fail("the second interrupt came too late to be held back")

    def test_one_that_comes_after_the_block_is_not_held_back(self) -> None:
        with self.interrupts.patient(60):
            pass
        with self.assertRaises(KeyboardInterrupt):
            self.interrupts.send()
            self.fail("nothing holds it back")
