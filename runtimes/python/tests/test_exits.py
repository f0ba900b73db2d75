"""How an action can end, and what may be left behind."""

import os
import time

from .leader import TestLeader
from .worker_test import WorkerTest


def lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class ExitTest(WorkerTest):
    def test_exits_with_zero_succeed_and_end_there(self) -> None:
        for exits in ("exit()", "quit()", "import sys; sys.exit()", "import sys; sys.exit(0)", "raise SystemExit(0)"):
            with self.subTest(exits):
                attempt = self.leader.run(f"print('a')\n{exits}\nprint('b')")
                self.assertEqual((attempt.status, attempt.printed()), ("succeeded", "a\n"))
                self.assertEqual(len(attempt.of("statement.started")), len(attempt.of("statement.finished")))

    def test_another_code_is_a_failure_of_its_own_type(self) -> None:
        attempt = self.leader.run("import sys\n\nsys.exit(3)")
        error = {key: attempt.error[key] for key in ("type", "types", "message", "line", "statement")}
        self.assertEqual(
            error,
            {
                "type": "exit:3",
                "types": ["SystemExit"],
                "message": "the action ended with exit code 3",
                "line": 3,
                "statement": 1,
            },
        )

    def test_a_text_as_code(self) -> None:
        attempt = self.leader.run("import sys; sys.exit('no data today')")
        self.assertEqual((attempt.error["type"], attempt.error["message"]), ("exit:1", "no data today"))

    def test_stdin_is_at_its_end(self) -> None:
        attempt = self.leader.run("import sys\nprint(repr(sys.stdin.read()), sys.stdin.buffer.read())\ninput()")
        self.assertEqual((attempt.printed(), attempt.error["type"]), ("'' b''\n", "EOFError"))

    def test_children_that_stay_behind_are_ended_and_named(self) -> None:
        attempt = self.leader.run("import subprocess\nprint(subprocess.Popen(['sleep', '987']).pid)")
        self.assertEqual(attempt.status, "succeeded")
        self.assertFalse(lives(int(attempt.printed())))
        self.assertIn("sleep 987", attempt.of("log")[0]["text"])

    def test_children_that_cut_themselves_off_are_ended_too(self) -> None:
        source = """
            import os, sys, time
            read, write = os.pipe()
            if os.fork() == 0:
                os.setsid()
                pid = os.fork()
                if pid == 0:
                    time.sleep(987)
                os.write(write, str(pid).encode())
                os._exit(0)
            os.wait()
            print(os.read(read, 100).decode())
        """
        attempt = self.leader.run(source)
        self.assertEqual(attempt.status, "succeeded")
        self.assertFalse(lives(int(attempt.printed())))
        self.assertIn("left behind", attempt.of("log")[0]["text"])

    def test_a_forked_child_runs_to_the_end_of_the_action_and_no_further(self) -> None:
        source = """
            import os
            child = os.fork()
            print("child" if child == 0 else "parent", flush=True)
            if child: os.waitpid(child, 0)
            print("end")
        """
        attempt = self.leader.run(source)
        self.assertEqual(attempt.status, "succeeded")
        self.assertEqual(sorted(attempt.printed().split()), ["child", "end", "end", "parent"])
        self.assertEqual(len(attempt.of("ended")), 1)
        self.assertEqual(attempt.of("log"), [])

    def test_threads_are_waited_for(self) -> None:
        source = """
            import threading, time
            from concurrent.futures import ThreadPoolExecutor
            pool = ThreadPoolExecutor()
            pool.submit(lambda: (time.sleep(0.2), print("from a pool")))
            threading.Thread(target=lambda: (time.sleep(0.1), print("from a thread"))).start()
        """
        for _ in range(2):
            attempt = self.leader.run(source)
            self.assertEqual(attempt.status, "succeeded")
            self.assertEqual(sorted(attempt.printed().splitlines()), ["from a pool", "from a thread"])
            self.assertNotIn("touched", attempt.ended)

    def test_a_daemon_that_still_runs_bars_the_process_from_reuse(self) -> None:
        with TestLeader() as leader:
            attempt = leader.run(
                "import threading, time\nthreading.Thread(target=time.sleep, args=[60], daemon=True, name='d').start()"
            )
            self.assertEqual(attempt.ended["touched"], ["the thread d still runs"])

    def test_what_is_registered_for_the_exit_runs_at_the_end(self) -> None:
        attempt = self.leader.run("import atexit\natexit.register(print, 'bye')\nprint('hello')")
        self.assertEqual(attempt.printed(), "hello\nbye\n")
        self.assertEqual(self.leader.run("print('next')").printed(), "next\n")

    def test_a_worker_that_goes_down_tells_what_was_printed(self) -> None:
        with TestLeader() as leader:
            leader.start("import os\nif True: print('last words', end=''); os._exit(3)")
            self.assertEqual(leader.process.wait(10), 3)
            leader.expect(lambda message: message["method"] == "output" and message["params"]["text"] == "last words")

    def test_a_killed_worker_has_told_which_statement_it_was(self) -> None:
        source = "import os, signal\nprint('a')\nfor _ in range(10): os.kill(os.getpid(), signal.SIGKILL)"
        for _ in range(3):
            with TestLeader() as leader:
                attempt = leader.start(source)
                self.assertEqual(leader.process.wait(10), -9)
                leader.expect(lambda message: message["params"].get("text") == "a\n", attempt)
                leader.expect(lambda message: message["params"].get("line") == 3, attempt)

    def test_a_crash_leaves_its_place_in_the_log(self) -> None:
        with TestLeader() as leader:
            leader.start("import os, signal\n\nos.kill(os.getpid(), signal.SIGSEGV)")
            self.assertEqual(leader.process.wait(10), -11)
            time.sleep(0.1)
            self.assertIn('File "src/start.py", line 3', leader.logged())

    def test_a_worker_without_leader_ends_with_its_children(self) -> None:
        leader = TestLeader()
        attempt = leader.start("import subprocess, time\nprint(subprocess.Popen(['sleep', '986']).pid)\ntime.sleep(60)")
        output = leader.expect(lambda message: message["method"] == "output", attempt)
        leader.close()
        self.assertFalse(lives(int(output["params"]["text"])))
        self.assertFalse(os.path.exists(leader.folder))
