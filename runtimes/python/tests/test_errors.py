import sys

from .worker_test import WorkerTest


class ErrorTest(WorkerTest):
    def test_what_and_where(self) -> None:
        error = self.leader.run("def f(x):\n    return 1 / x\n\n\nprint(f(1))\nf(0)").error
        told = {key: error[key] for key in ("type", "types", "message", "phase", "file", "line", "statement")}
        self.assertEqual(
            told,
            {
                "type": "ZeroDivisionError",
                "types": ["ArithmeticError", "Exception", "BaseException"],
                "message": "division by zero",
                "phase": "run",
                "file": "src/start.py",
                "line": 2,
                "statement": 2,
            },
        )
        frames = [(each["function"], each["line"]) for each in error["stack"] if each["origin"] == "user"]
        self.assertEqual(frames, [("f", 2), ("<module>", 6)])
        self.assertEqual({each["origin"] for each in error["stack"]}, {"user", "runtime"})

    def test_frames_of_libraries_are_marked(self) -> None:
        error = self.leader.run("import json\njson.loads('{')").error
        self.assertEqual((error["type"], error["line"]), ("JSONDecodeError", 2))
        self.assertIn("ValueError", error["types"])
        self.assertIn("json.decoder.JSONDecodeError", error["types"])
        self.assertEqual(error["stack"][0]["origin"], "library")

    def test_causes(self) -> None:
        source = """
            def f():
                raise KeyError("k")
            try:
                f()
            except KeyError as problem:
                raise ValueError("v") from problem
        """
        error = self.leader.run(source).error
        self.assertEqual((error["type"], error["line"]), ("ValueError", 7))
        self.assertEqual((error["cause"]["type"], error["cause"]["line"]), ("KeyError", 3))
        error = self.leader.run("try:\n  1 / 0\nfinally:\n  {}['a']").error
        self.assertEqual((error["type"], error["cause"]["type"]), ("KeyError", "ZeroDivisionError"))
        error = self.leader.run("try:\n  1 / 0\nexcept ArithmeticError:\n  raise OSError() from None").error
        self.assertNotIn("cause", error)

    def test_what_cannot_be_cured_by_doing_it_again(self) -> None:
        for source in ("import no_such_module", "open('no such file')", "no_such_name"):
            self.assertIs(self.leader.run(source).error["retryable"], False, source)
        self.assertNotIn("retryable", self.leader.run("raise ConnectionError()").error)

    def test_lines_of_notebooks(self) -> None:
        for source in ("%matplotlib inline", "a = 1\n!pip install requests\n"):
            self.assertIn("belong to notebooks", self.leader.run(source).error["hint"], source)
        self.assertNotIn("hint", self.leader.run("a = = 1").error)

    def test_slips(self) -> None:
        folder = self.leader.folder / "slips"
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "near.csv").touch()
        for source, hint in (
            ("number = 1\nprint(numbr)", "did you mean `number`?"),
            ("prnt(1)", "did you mean `print`?"),
            ("spark.sql('SELECT 1')", "an action of the type spark-python has `spark`"),
            ("get_dataframe('a', 'b')", "it belongs to AmaContext: `AmaContext.get_dataframe`"),
            ("display(1)", "it belongs to notebooks; here a value that stands alone on its line is shown"),
            ("env.outputRoot", "did you mean `outputRootPath`?"),
            ("AmaContext.getDataframe('a', 'b')", "did you mean `getDataFrame`?"),
            ("open('near.csv')", 'it lies beside the action: `os.path.join(os.path.dirname(__file__), "near.csv")`'),
            ("import pandas\npandas.DataFrame({'a': [1], 'number': [2]})['nubmer']", "did you mean `number`?"),
            ("import pandas\npandas.DataFrame({'a': [1], 'b': [2]})['x']", "the frame has the columns a, b"),
        ):
            error = self.leader.run(source, sourceRoot=str(folder)).error
            self.assertEqual(error.get("hint", "").partition("; the working")[0], hint, source)
        broken = "class A:\n  def __dir__(self): raise ValueError()\n"
        for source in ("no_such_name", "open('far.csv')", "{}['a']", f"{broken}A().x", "[].y"):
            self.assertNotIn("hint", self.leader.run(source, sourceRoot=str(folder)).error, source)

    def test_an_error_whose_message_cannot_be_made(self) -> None:
        source = "class E(Exception):\n  def __str__(self): raise ValueError()\nraise E()"
        error = self.leader.run(source).error
        self.assertEqual((error["type"], error["types"][0]), ("E", "Exception"))

    def test_endless_recursion(self) -> None:
        error = self.leader.run("def f(): f()\nf()").error
        self.assertEqual((error["type"], error["line"]), ("RecursionError", 1))
        self.assertLessEqual(len(error["stack"]), 100)

    def test_interrupts_of_the_codes_own_are_failures(self) -> None:
        self.assertEqual(self.leader.run("raise KeyboardInterrupt").error["type"], "KeyboardInterrupt")

    def test_a_traceback_that_the_code_prints_shows_its_lines(self) -> None:
        source = "import traceback\ntry:\n    1 / 0\nexcept ArithmeticError:\n    traceback.print_exc()"
        printed = self.leader.run(source).printed("stderr")
        self.assertIn('  File "src/start.py", line 3, in <module>\n    1 / 0\n', printed)

    def test_a_report_that_would_not_fit_into_a_line(self) -> None:
        source = """
            problem = None
            def fail(n):
                try:
                    if n: fail(n - 1)
                finally:
                    raise ValueError("\\0" * 20_000)
            fail(20)
        """
        error = self.leader.run(source).error
        self.assertEqual((error["type"], error["line"]), ("ValueError", 7))
        self.assertTrue(error["message"].endswith("(20000 characters)"))
        self.assertNotIn("cause", error)

    def test_groups(self) -> None:
        if sys.version_info < (3, 11):
            return
        error = self.leader.run("raise ExceptionGroup('g', [ValueError('v'), KeyError('k')])").error
        self.assertEqual([each["type"] for each in error["all"]], ["ValueError", "KeyError"])
