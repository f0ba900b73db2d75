"""`from amaterasu.python.runtime import AmaContext`."""

from ..context import AmaContext, AmaContextBuilder

__all__ = ["AmaContext", "AmaContextBuilder"]
