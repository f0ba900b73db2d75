"""What an attempt may change of its process, taken back after it, so that the next one begins afresh."""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

Cleanup = tuple[Callable[..., object], tuple[Any, ...], dict[str, Any]]


class ProcessState:
    """From `__init__`, which notes how things are, to `restore`."""

    def __init__(self) -> None:
        self._environment = dict(os.environ)
        self._folder = _cwd()
        self._argv, self._path = sys.argv[:], sys.path[:]
        self._modules = dict(sys.modules)
        self._main = sys.modules.get("__main__")
        self._streams = (sys.stdin, sys.stdout, sys.stderr)
        self._hooks = (sys.excepthook, sys.displayhook, sys.getrecursionlimit())
        self._register, self._unregister = atexit.register, atexit.unregister
        self._at_exit: list[Cleanup] = []
        self._logging = _Logging() if "logging" in sys.modules else None
        self._warnings = sys.modules["warnings"].filters[:] if "warnings" in sys.modules else None

    def enter(self, main: ModuleType, arguments: list[str], folders: list[str], variables: Mapping[str, str]) -> None:
        """Makes the process one that runs a script: its arguments, where it imports from, its variables."""
        sys.argv = arguments
        sys.path[:0] = folders
        sys.modules["__main__"] = main
        # The folder of sources is never written to.
        sys.dont_write_bytecode = True
        os.environ.update(variables)
        _use_time_zone(self._environment)
        atexit.register, atexit.unregister = self._note, self._drop  # type: ignore[assignment]

    def run_exit_functions(self) -> None:
        """What the action's code has registered with `atexit` runs when the action ends, the last one first."""
        while self._at_exit:
            function, args, named = self._at_exit.pop()
            function(*args, **named)

    def restore(self, source_root: str | None) -> None:
        """Takes everything back, and forgets the modules that came from the sources."""
        atexit.register, atexit.unregister = self._register, self._unregister
        self._at_exit.clear()
        self._restore_environment()
        sys.argv, sys.path[:] = self._argv, self._path
        if self._main is not None:
            sys.modules["__main__"] = self._main
        sys.stdin, sys.stdout, sys.stderr = self._streams
        sys.excepthook, sys.displayhook = self._hooks[:2]
        sys.setrecursionlimit(self._hooks[2])
        if self._warnings is not None:
            sys.modules["warnings"].filters[:] = self._warnings
        if self._logging:
            self._logging.restore()
        elif "logging" in sys.modules:
            _Logging.reset()
        if source_root:
            forget_modules(source_root, self._modules)

    def _restore_environment(self) -> None:
        changed = dict(os.environ)
        for name in changed.keys() - self._environment.keys():
            del os.environ[name]
        os.environ.update({name: value for name, value in self._environment.items() if changed.get(name) != value})
        _use_time_zone(changed)
        try:
            if self._folder:
                os.chdir(self._folder)
        except OSError:
            pass  # it has been removed in the meantime

    def _note(self, function: Callable[..., object], /, *args: Any, **named: Any) -> Callable[..., object]:
        if sys._getframe(1).f_globals.get("__name__") == "__main__":
            self._at_exit.append((function, args, named))
        else:
            self._register(function, *args, **named)  # a library's, which stays
        return function

    def _drop(self, function: Callable[..., object]) -> None:
        self._at_exit = [each for each in self._at_exit if each[0] != function]
        self._unregister(function)


class _Logging:
    """The root logger, which `logging.basicConfig` sets up."""

    def __init__(self) -> None:
        root = sys.modules["logging"].getLogger()
        self._handlers, self._level = root.handlers[:], root.level

    def restore(self) -> None:
        root = sys.modules["logging"].getLogger()
        root.handlers[:], root.level = self._handlers, self._level
        root.manager._clear_cache()

    @staticmethod
    def reset() -> None:
        """As it is when nobody has set it up."""
        root = sys.modules["logging"].getLogger()
        root.handlers.clear()
        root.setLevel(sys.modules["logging"].WARNING)


def forget_modules(folder: str, known: Mapping[str, ModuleType]) -> None:
    """Unloads what was imported from a folder since `known`: another attempt may have another content of it."""
    inside = os.path.join(folder, "")
    for name, module in [each for each in sys.modules.items() if known.get(each[0]) is not each[1]]:
        if (getattr(module, "__file__", None) or "").startswith(inside):
            del sys.modules[name]
    for path in [path for path in sys.path_importer_cache if path.startswith(folder)]:
        del sys.path_importer_cache[path]


def _use_time_zone(before: Mapping[str, str]) -> None:
    if os.environ.get("TZ") != before.get("TZ"):
        time.tzset()


def _cwd() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None
