"""The action's own modules on the executors."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from typing import Any

OUR_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
"""The folder in which `amaterasu` lies: what is sent to executors, such as `env`, may need it there."""


def offer(context: Any, folders: list[str]) -> None:
    """Makes modules in these folders importable on executors, for the functions that are made from now on."""
    if context.master.startswith("local"):
        # Executors on this machine read the same folders; the variable is part of each function.
        context.environment["PYTHONPATH"] = os.pathsep.join([*folders, OUR_PACKAGE])
        context.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    else:
        for folder in [*folders, OUR_PACKAGE]:
            archive = _archive(folder)
            if archive:
                context.addPyFile(archive)


def withdraw(context: Any) -> None:
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        context.environment.pop(name, None)


def _archive(folder: str) -> str | None:
    """The modules of a folder as a zip, which is named by its content; None where there are none."""
    files = sorted(_modules(folder))
    if not files:
        return None
    digest = hashlib.sha256()
    for name in files:
        with open(os.path.join(folder, name), "rb") as file:
            digest.update(f"{name}\0".encode() + file.read())
    path = os.path.join(tempfile.gettempdir(), f"ama-modules-{os.getuid()}-{digest.hexdigest()[:24]}.zip")
    if not os.path.exists(path):
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as made:
            _zip(folder, files, made)
        os.replace(made.name, path)  # whole or not at all, as others may make the same
    return path


def _zip(folder: str, files: list[str], into: Any) -> None:
    with zipfile.ZipFile(into, "w") as archive:
        for name in files:
            archive.write(os.path.join(folder, name), name)


def _modules(folder: str) -> list[str]:
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each != "__pycache__" and not each.startswith(".")]
        found += [os.path.relpath(os.path.join(place, name), folder) for name in names if name.endswith(".py")]
    return found
