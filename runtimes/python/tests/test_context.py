"""The names that actions have without importing them, and the same names imported."""

import pickle
import unittest

import amaterasu
from amaterasu.environment import Env, Settings
from amaterasu.running import OutsideOfRun

from .worker_test import WorkerTest

ENV = {
    "name": "dev",
    "master": "local[2]",
    "inputRootPath": "/in",
    "outputRootPath": "/out",
    "workingDir": "/work",
    "configuration": {"err-msg": "oops", "limit": 3, "nested": {"a.b": [1, {"c": 2}]}, "on": True},
    "params": {"run-date": "2026-01-01"},
}


class EnvTest(unittest.TestCase):
    def test_both_ways_of_writing(self) -> None:
        env = Env(ENV)
        self.assertEqual(
            (env.name, env.master, env.inputRootPath, env.input_root_path), ("dev", "local[2]", "/in", "/in")
        )
        self.assertEqual((env.outputRootPath, env.output_root_path), ("/out", "/out"))
        self.assertEqual((env.workingDir, env.working_dir), ("/work", "/work"))

    def test_values_keep_their_types(self) -> None:
        configuration = Env(ENV).configuration
        self.assertEqual(configuration["err-msg"], "oops")
        self.assertEqual(configuration.err_msg, "oops")
        self.assertEqual(configuration["limit"] + 1, 4)
        self.assertIs(configuration.on, True)
        self.assertEqual(configuration.nested.a_b[1].c, 2)
        self.assertEqual(configuration.get("nothing", 5), 5)
        self.assertEqual(Env(ENV).params.run_date, "2026-01-01")

    def test_a_key_that_is_not_there(self) -> None:
        with self.assertRaisesRegex(KeyError, '^params of maki.yml has no "runDate"; it has run-date$'):
            Env(ENV).params["runDate"]
        self.assertFalse(hasattr(Env(ENV).configuration, "nothing"))

    def test_it_can_be_sent_elsewhere(self) -> None:
        env = pickle.loads(pickle.dumps(Env(ENV)))
        self.assertEqual(env.configuration.nested.a_b[0], 1)
        self.assertIsInstance(env.configuration.nested, Settings)
        self.assertNotIn("oops", repr(env))


class OutsideTest(unittest.TestCase):
    def test_the_names_are_importable_and_say_where_they_work(self) -> None:
        from amaterasu.pandas.runtime import AmaContext as Pandas
        from amaterasu.pyspark.runtime import AmaContext as PySpark
        from amaterasu.python.runtime import AmaContext as Python

        for context in (amaterasu.AmaContext, amaterasu.ama_context, Pandas, PySpark, Python):
            with self.assertRaisesRegex(OutsideOfRun, "works inside an action that `ama run` runs"):
                context.get_dataframe("start", "odd")
        with self.assertRaises(OutsideOfRun):
            amaterasu.AmaContext.env  # noqa: B018
        with self.assertRaises(OutsideOfRun):
            PySpark.builder().build()

    def test_env_is_importable_and_says_at_its_first_use_that_there_is_none(self) -> None:
        from amaterasu import env

        self.assertEqual(repr(env), "Env(outside of a run)")
        with self.assertRaisesRegex(OutsideOfRun, r"AmaContext\.env\.input_root_path works inside an action"):
            env.inputRootPath  # noqa: B018


class ContextTest(WorkerTest):
    def test_the_environment(self) -> None:
        source = """
            from amaterasu import env as imported
            from amaterasu.python.runtime import AmaContext as Old
            print(env.configuration["err-msg"], AmaContext.env.name, ama_context.env.name, imported.name)
            print(Old.builder().build().env.name)
        """
        self.assertEqual(self.leader.run(source, env={"inline": ENV}).printed(), "oops dev dev dev\ndev\n")

    def test_an_environment_in_a_file(self) -> None:
        import json

        path = self.leader.folder / "env.json"
        path.write_text(json.dumps(ENV))
        self.assertEqual(self.leader.run("print(env.name)", env={"path": str(path)}).printed(), "dev\n")

    def test_the_failure_that_an_error_action_handles(self) -> None:
        failure = {"action": "step2", "type": "ValueError", "message": "broken", "line": 3, "attempts": 4}
        source = "f = AmaContext.failure\nprint(f.action, f.type, f.message, f.file, f.line, f.attempts)"
        self.assertEqual(self.leader.run(source, failure=failure).printed(), "step2 ValueError broken None 3 4\n")
        self.assertIn("not an error action", self.leader.run(source).error["message"])

    def test_what_only_spark_has(self) -> None:
        error = self.leader.run("AmaContext.spark").error
        self.assertIn("spark-python has one", error["message"])

    def test_names_that_the_action_has_defined(self) -> None:
        attempt = self.leader.start("import time\na = 1\n_b = 2\ndef f(): pass\ntime.sleep(60)")
        self.leader.expect(lambda message: message["params"].get("index") == 4, attempt)
        names = self.leader.ask("inspect", attempt=attempt)["names"]
        self.assertEqual(names, [{"name": "a", "type": "int", "value": "1"}, {"name": "f", "type": "function"}])
        self.leader.ask("cancel", attempt=attempt, graceMs=1000)
        self.leader.wait(attempt)
