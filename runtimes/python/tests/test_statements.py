import unittest

from amaterasu.worker.statements import Source

from .worker_test import WorkerTest


def lines(text: str, first_line: int = 1) -> list[tuple[int, int]]:
    return [(each.line, each.end_line) for each in Source(text, "a.py", first_line).statements]


class SplittingTest(unittest.TestCase):
    def test_a_statement_has_its_lines(self) -> None:
        self.assertEqual(lines("a = 1\n\n# comment\nb = [\n  1,\n]\n"), [(1, 1), (4, 6)])

    def test_decorators_belong_to_it(self) -> None:
        self.assertEqual(lines("import a\n@a.b\n@a.c\ndef f():\n  pass\n"), [(1, 1), (2, 5)])

    def test_two_on_a_line(self) -> None:
        self.assertEqual(lines("a = 1; b = 2"), [(1, 1), (1, 1)])

    def test_a_source_in_the_middle_of_its_file(self) -> None:
        self.assertEqual(lines("a = 1\nb = 2", first_line=11), [(11, 11), (12, 12)])

    def test_a_source_without_statements(self) -> None:
        self.assertEqual(lines("# nothing\n"), [])

    def test_what_only_the_compiler_finds(self) -> None:
        for text in ("a = 1\nreturn a", "def f():\n  nonlocal x", "await x"):
            with self.assertRaises(SyntaxError):
                Source(text, "a.py", 1)

    def test_names_that_are_bound(self) -> None:
        bound = {name for each in Source(NAMES, "a.py", 1).statements for name in each.names}
        self.assertEqual(bound, {"a", "b", "c", "f", "K", "i", "g", "e", "m"})


NAMES = """
a, (b, *c) = 1, (2, 3)
def f():
    local = 1
class K:
    member = 1
for i in []:
    g = [h for h in []]
try:
    pass
except ValueError as e:
    pass
match a:
    case [m]:
        pass
"""


class RunningTest(WorkerTest):
    def test_statements_are_told_with_their_values(self) -> None:
        attempt = self.leader.run("n = 1\n\ntext = 'x' * 3\nn + 1\nimport os\n")
        started = [(each["index"], each["line"]) for each in attempt.of("statement.started")]
        self.assertEqual(started, [(0, 1), (1, 3), (2, 4), (3, 5)])
        finished = [{**each, "ms": 0} for each in attempt.of("statement.finished")]
        shown = [{key: each[key] for key in ("name", "type", "value") if key in each} for each in finished]
        self.assertEqual(
            shown,
            [
                {"name": "n", "type": "int", "value": "1"},
                {"name": "text", "type": "str", "value": "'xxx'"},
                {"type": "int", "value": "2"},
                {},
            ],
        )

    def test_a_future_holds_for_the_statements_after_it(self) -> None:
        source = "from __future__ import annotations\ndef f(x: nobody_knows): pass\nprint(f.__annotations__)"
        self.assertEqual(self.leader.run(source).printed(), "{'x': 'nobody_knows'}\n")

    def test_it_is_main_with_its_docstring(self) -> None:
        source = '"""What it does."""\nif __name__ == "__main__":\n    print(__doc__, __file__)'
        self.assertEqual(self.leader.run(source).printed(), "What it does. src/start.py\n")

    def test_nothing_runs_of_a_source_that_does_not_compile(self) -> None:
        attempt = self.leader.run("print('before')\nx = = 1\n")
        self.assertEqual((attempt.printed(), attempt.of("statement.started")), ("", []))
        error = {key: attempt.error[key] for key in ("type", "file", "line", "column", "phase", "retryable")}
        self.assertEqual(
            error,
            {
                "type": "SyntaxError",
                "file": "src/start.py",
                "line": 2,
                "column": 5,
                "phase": "compile",
                "retryable": False,
            },
        )

    def test_compile_finds_the_same(self) -> None:
        source = {"inline": "a = 1\nreturn a"}
        answer = self.leader.ask("compile", action="a", type="python", file="src/a.py", source=source)
        self.assertEqual([(each["line"], each["phase"]) for each in answer["errors"]], [(2, "compile")])
        answer = self.leader.ask("compile", action="a", type="python", source={"inline": "a = 1\nb = 2"})
        self.assertEqual(answer, {"errors": [], "statements": 2})
