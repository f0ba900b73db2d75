"""Amaterasu's package for actions in Python: `from amaterasu import AmaContext, ama_context, env`.

Inside an action nothing needs importing, as these names are there. In an IDE they carry their types and docs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .context import AmaContext, ama_context
    from .environment import Env

    env: Env

__version__ = "0.3.0"
__all__ = ["AmaContext", "ama_context", "env"]


def __getattr__(name: str) -> Any:
    # Late, as the worker is to start fast, and `env` is another one in each action.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import context

    return context.present_env() if name == "env" else getattr(context, name)
