"""The tests of the Python worker and of the package `amaterasu`: `python -m tests [a part of a test's name]`."""
