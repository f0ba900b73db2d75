"""Every attempt begins as if it were the first of its process."""

import unittest
from pathlib import Path

from .leader import TestLeader
from .worker_test import WorkerTest


class AfreshTest(WorkerTest):
    def repo(self, files: dict[str, str]) -> str:
        root = self.leader.folder / "repo"
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return str(root)

    def test_names(self) -> None:
        self.leader.run("secret = 1")
        self.assertEqual(self.leader.run("secret").error["type"], "NameError")

    def test_what_a_script_may_change_of_its_process(self) -> None:
        changes = """
            import os, sys, signal, time
            os.environ["SECRET"] = "1"
            del os.environ["HOME"]
            os.environ["TZ"] = "Asia/Tokyo"
            time.tzset()
            os.chdir("/")
            sys.path.insert(0, "/nowhere")
            sys.setrecursionlimit(100_000)
            sys.argv.append("x")
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        """
        looks = """
            import os, sys, signal, time
            print(os.environ.get("SECRET"), "HOME" in os.environ, time.localtime(0).tm_hour, os.getcwd())
            print("/nowhere" in sys.path, sys.getrecursionlimit(), sys.argv, signal.getsignal(signal.SIGINT) != 1)
        """
        before = self.leader.run(looks).printed()
        self.assertEqual(self.leader.run(changes).status, "succeeded")
        self.assertEqual(self.leader.run(looks).printed(), before)

    def test_variables_and_arguments_are_the_attempts_own(self) -> None:
        source = (
            "import os, sys, subprocess\nprint(sys.argv, os.environ.get('X'))\nsubprocess.run('echo $X', shell=True)"
        )
        attempt = self.leader.run(source, envVars={"X": "1"}, args=["--date", "2026-01-01"])
        self.assertEqual(attempt.printed(), "['src/start.py', '--date', '2026-01-01'] 1\n1\n")
        self.assertEqual(self.leader.run(source).printed(), "['src/start.py'] None\n\n")

    def test_the_time_zone_of_an_attempt(self) -> None:
        source = "import time\nprint(time.localtime(0).tm_hour)"
        self.assertEqual(self.leader.run(source, envVars={"TZ": "Asia/Tokyo"}).printed(), "9\n")
        self.assertNotEqual(self.leader.run(source).printed(), "9\n")

    def test_siblings_and_the_library_are_importable_in_their_present_form(self) -> None:
        source = "import sibling, shared.deep\nprint(sibling.x, shared.deep.y, __file__)"
        for x in (1, 2):
            files = {"src/start.py": source, "src/sibling.py": f"x = {x}", "src/lib/shared/deep.py": f"y = {x}"}
            root = self.repo(files)
            attempt = self.leader.run(source, sourceRoot=root)
            self.assertEqual(attempt.printed(), f"{x} {x} {root}/src/start.py\n")
        self.assertEqual([path.name for path in Path(root).rglob("__pycache__")], [])
        self.assertEqual(self.leader.run("import sibling").error["type"], "ModuleNotFoundError")

    def test_a_failure_in_a_module_of_the_users_is_told_at_its_place(self) -> None:
        root = self.repo({"src/lib/broken.py": "def f():\n    1 / 0\n", "src/lib/torn.py": "x =\n"})
        error = self.leader.run("import broken\nbroken.f()", sourceRoot=root).error
        self.assertEqual((error["file"], error["line"]), ("src/lib/broken.py", 2))
        error = self.leader.run("import torn", sourceRoot=root).error
        self.assertEqual((error["type"], error["file"], error["line"]), ("SyntaxError", "src/lib/torn.py", 1))

    def test_classes_of_the_action_can_be_pickled(self) -> None:
        source = "import pickle\nclass K: pass\nprint(type(pickle.loads(pickle.dumps(K()))).__name__)"
        self.assertEqual(self.leader.run(source).printed(), "K\n")

    def test_processes_of_multiprocessing(self) -> None:
        source = """
            import multiprocessing
            def double(x): return 2 * x
            if __name__ == "__main__":
                with multiprocessing.get_context("{}").Pool(2) as pool:
                    print(pool.map(double, [1, 2]))
        """
        for method in ("fork", "spawn"):
            with self.subTest(method):
                text = source.replace("{}", method).replace("\n            ", "\n")
                root = self.repo({"src/start.py": text})
                self.assertEqual(self.leader.run(text, sourceRoot=root).printed(), "[2, 4]\n")

    def test_secrets_of_the_worker_are_out_of_sight(self) -> None:
        printed = self.leader.run(
            "import os\nprint([name for name in ('AMA_ADDRESS', 'AMA_TOKEN_FILE') if name in os.environ])"
        ).printed()
        self.assertEqual(printed, "[]\n")


class QuickTest(unittest.TestCase):
    def test_a_worker_is_there_at_once_and_imports_little(self) -> None:
        with TestLeader() as leader:
            heavy = "[each for each in ('pandas', 'pyarrow', 'pyspark', 'duckdb', 'numpy') if each in sys.modules]"
            self.assertEqual(leader.run(f"import sys\nprint({heavy})").printed(), "[]\n")
            self.assertLess(leader.hello_s, 1.0)

    def test_attempts_that_do_nothing_take_no_time(self) -> None:
        import time

        with TestLeader() as leader:
            leader.run("pass")
            before = time.perf_counter()
            for _ in range(20):
                self.assertEqual(leader.run("pass").status, "succeeded")
            ms = (time.perf_counter() - before) * 1000
            print(f"(hello after {leader.hello_s * 1000:.0f} ms; 20 attempts in {ms:.0f} ms)", end=" ")
            self.assertLess(ms, 1000)  # far more than is seen; a slow machine is no failure
