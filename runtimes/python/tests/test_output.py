from .worker_test import WorkerTest


class OutputTest(WorkerTest):
    def test_the_output_of_children_and_of_c(self) -> None:
        source = """
            import ctypes, os, subprocess
            print("python")
            subprocess.run(["sh", "-c", "echo child; echo oops >&2"])
            ctypes.CDLL(None).puts(b"c")
            os.write(1, b"descriptor\\n")
        """
        attempt = self.leader.run(source)
        self.assertEqual(attempt.printed(), "python\nchild\nc\ndescriptor\n")
        self.assertEqual(attempt.printed("stderr"), "oops\n")

    def test_what_was_printed_comes_before_the_end_of_its_statement(self) -> None:
        attempt = self.leader.run("print('a')\nprint('b', end='')\nimport os; os.system('echo c')")
        order = [
            each["params"].get("text") or each["method"]
            for each in attempt.messages
            if each["method"] in ("output", "statement.finished")
        ]
        finished = "statement.finished"
        self.assertEqual(order, ["a\n", finished, "b", finished, finished, "c\n", finished])

    def test_the_order_of_the_two_streams(self) -> None:
        source = "import sys\nfor n in range(50): print(n); print(-n, file=sys.stderr)"
        output = [each["text"] for each in self.leader.run(source).of("output")]
        self.assertEqual("".join(output), "".join(f"{n}\n{-n}\n" for n in range(50)))

    def test_characters_are_not_torn(self) -> None:
        source = """
            import os, time
            for byte in "naïve 日本 🦊\\n".encode():
                os.write(1, bytes([byte]))
                time.sleep(0.002)
        """
        attempt = self.leader.run(source)
        self.assertEqual(attempt.printed(), "naïve 日本 🦊\n")
        self.assertGreater(len(attempt.of("output")), 1)

    def test_bytes_that_are_no_text(self) -> None:
        attempt = self.leader.run(
            "import os\nos.write(1, b'a\\xffb\\xe6\\x97\\n')\nprint('\\ud800x')\nos.write(1, b'\\xf0\\x9f')"
        )
        self.assertEqual(attempt.status, "succeeded")
        self.assertEqual(attempt.printed(), "a\ufffdb\ufffd\n" + "\ufffd" * 3 + "x\n\ufffd")

    def test_a_line_of_ten_million_bytes(self) -> None:
        source = """
            import resource
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            for _ in range(10): print("x" * 1_000_000, end="")
            print()
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        """
        attempt = self.leader.run(source)
        self.assertEqual(len(attempt.printed()), 10_000_001)
        grown = next(each for each in attempt.of("statement.finished") if each.get("name") == "grown")
        self.assertLess(int(grown["value"]), 50_000)

    def test_output_without_end_of_line(self) -> None:
        self.assertEqual(self.leader.run("print('a', end='')").printed(), "a")

    def test_a_stream_that_is_closed_or_replaced_is_there_again(self) -> None:
        self.leader.run("import sys\nsys.stdout.close()")
        self.leader.run("import sys, io\nsys.stdout = io.StringIO()\nprint('nowhere')")
        self.leader.run("import os\nos.close(1)")
        self.assertEqual(self.leader.run("print('here')").printed(), "here\n")

    def test_logging_and_warnings_come_in_every_attempt(self) -> None:
        source = "import logging, warnings\nlogging.basicConfig()\nlogging.error('e')\nwarnings.warn('w')"
        for _ in range(2):
            printed = self.leader.run(source).printed("stderr")
            self.assertIn("ERROR:root:e\n", printed)
            self.assertIn("src/start.py:4: UserWarning: w\n  warnings.warn('w')\n", printed)
