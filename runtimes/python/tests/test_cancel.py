import time

from .leader import Attempt, TestLeader
from .worker_test import WorkerTest


class CancelTest(WorkerTest):
    def cancelled(self, source: str, grace_ms: int = 5000, leader: TestLeader | None = None) -> Attempt:
        """Cancels when the action has printed something."""
        leader = leader or self.leader
        attempt = leader.start(source)
        leader.expect(lambda message: message["method"] == "output", attempt)
        self.assertEqual(leader.ask("cancel", attempt=attempt, graceMs=grace_ms), {"state": "accepted"})
        return leader.wait(attempt)

    def test_sleeping_and_looping_and_waiting_stop(self) -> None:
        for waits in (
            "import time; time.sleep(60)",
            "while True: pass",
            "import subprocess; subprocess.run(['sleep', '60'])",
            "import threading; threading.Event().wait()",
            "import queue; queue.Queue().get()",
        ):
            with self.subTest(waits):
                before = time.monotonic()
                attempt = self.cancelled(f"print('a')\n{waits}\nprint('b')")
                self.assertEqual({**attempt.ended, "seq": 0, "attempt": ""}, {"seq": 0, "attempt": "", **CLEAN})
                self.assertEqual(attempt.printed(), "a\n")
                self.assertLess(time.monotonic() - before, 2)
        self.assertEqual(self.leader.run("print('still here')").printed(), "still here\n")

    def test_code_that_catches_it_once_runs_no_further_statement(self) -> None:
        source = """
            import time
            print("a", flush=True)
            try:
                time.sleep(60)
            except BaseException:
                pass
            print("b")
        """
        attempt = self.cancelled(source)
        self.assertEqual((attempt.status, attempt.printed()), ("cancelled", "a\n"))

    def test_cleaning_up_is_the_codes_right(self) -> None:
        source = """
            import time
            try:
                print("a")
                time.sleep(60)
            finally:
                print("closed")
        """
        attempt = self.cancelled(source)
        self.assertEqual((attempt.ended["clean"], attempt.printed()), (True, "a\nclosed\n"))

    def test_code_that_does_not_obey_costs_its_process(self) -> None:
        source = """
            while True:
                try:
                    print("a")
                    while True: pass
                except BaseException:
                    pass
        """
        with TestLeader() as leader:
            attempt = self.cancelled(source, 800, leader)
            self.assertEqual((attempt.status, attempt.ended["clean"]), ("cancelled", True))
            self.assertIn("the action's code at src/start.py:", attempt.of("log")[0]["text"])
            leader.process.wait(10)

    def test_a_thread_that_goes_on_costs_the_process(self) -> None:
        source = """
            import threading, time
            threading.Thread(target=time.sleep, args=[60], name="t").start()
            print("a")
            time.sleep(60)
        """
        with TestLeader() as leader:
            attempt = self.cancelled(source, 1000, leader)
            self.assertEqual((attempt.status, attempt.ended["clean"]), ("cancelled", True))
            self.assertIn("the thread t still runs", attempt.of("log")[0]["text"])
            leader.process.wait(10)

    def test_one_that_has_not_begun(self) -> None:
        first = self.leader.start("import time; print('a'); time.sleep(60)")
        second = self.leader.start("print('never')")
        self.leader.ask("cancel", attempt=second, graceMs=1000)
        ended = self.leader.wait(second)
        self.assertEqual((ended.status, ended.ended["clean"], ended.printed()), ("cancelled", True, ""))
        self.leader.ask("cancel", attempt=first, graceMs=5000)
        self.assertEqual(self.leader.wait(first).status, "cancelled")

    def test_one_that_is_over(self) -> None:
        attempt = self.leader.start("print('a')")
        self.leader.wait(attempt)
        self.assertEqual(self.leader.ask("cancel", attempt=attempt, graceMs=1000), {"state": "ended"})

    def test_the_next_attempt_is_not_interrupted(self) -> None:
        for _ in range(20):
            attempt = self.leader.start("print('a')\nfor _ in range(100): pass")
            self.leader.ask("cancel", attempt=attempt, graceMs=1000)
            self.leader.wait(attempt)
            self.assertEqual(self.leader.run("import time; time.sleep(0.01)").status, "succeeded")


CLEAN = {"status": "cancelled", "clean": True}
