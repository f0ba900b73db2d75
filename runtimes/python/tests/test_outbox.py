import unittest

from amaterasu.worker.unacknowledged import Unacknowledged


class UnacknowledgedTest(unittest.TestCase):
    def test_what_is_too_much_for_memory_is_in_a_file_and_comes_in_order(self) -> None:
        told = Unacknowledged(memory_bytes=100)
        lines = [b"x" * (n % 7) + b"%d\n" % n for n in range(1, 1001)]
        for line in lines:
            told.add(line)
        self.assertEqual(told.last, 1000)
        self.assertEqual(told.after(0, 10**9), (lines, 1000))
        self.assertEqual(told.after(500, 1), ([lines[500]], 501))
        told.forget(10)
        self.assertEqual(told.after(10, 10**9), (lines[10:], 1000))
        told.forget(700)
        self.assertEqual(told.after(0, 10**9), (lines[700:], 1000))
        told.forget(1000)
        self.assertEqual((told.size, told.last, told.after(1000, 1)), (0, 1000, ([], 1000)))
        told.add(b"next\n")
        self.assertEqual(told.after(1000, 1), ([b"next\n"], 1001))

    def test_memory_is_used_again_when_the_file_is_empty(self) -> None:
        told = Unacknowledged(memory_bytes=10)
        for _ in range(3):
            for _ in range(20):
                told.add(b"abc\n")
            self.assertEqual(told.size, 80)
            told.forget(told.last)
            self.assertEqual(told.size, 0)
