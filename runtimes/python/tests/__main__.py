"""Runs the tests that the arguments name, by parts of their names, or all; the last line counts them."""

import sys
import unittest
from pathlib import Path

here = Path(__file__).parent
loader = unittest.TestLoader()
if sys.argv[1:]:
    loader.testNamePatterns = [f"*{each}*" for each in sys.argv[1:]]
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(
    loader.discover(str(here), top_level_dir=str(here.parent))
)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
print(f"{max(0, result.testsRun - failed - len(result.skipped))} passed, {failed} failed")
sys.exit(1 if failed else 0)
