"""A source in Python, cut into its statements, at their true lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType

FUTURES = 0x1FF_0000
"""The bits of a code object's flags that `from __future__ import …` sets, and that `compile` takes."""


class Statement:
    """One top-level statement. `names` are those that it binds, and `shown` the one whose value is worth showing.

    A constant on its own, such as the source's docstring, shows nothing."""

    def __init__(self, index: int, node: ast.stmt) -> None:
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        self.index = index
        self.node = node
        self.line: int = min([node.lineno, *(each.lineno for each in decorators)])
        self.end_line: int = node.end_lineno or node.lineno
        self.names = list(_bound(node))
        self.shown = _shown(node)
        self.is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Source:
    """A source that compiles."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        """Raises `SyntaxError` for what the parser finds, and for what only the compiler does."""
        tree = ast.parse("\n" * (first_line - 1) + text, file)
        whole: CodeType = compile(tree, file, "exec", dont_inherit=True)
        self._flags = whole.co_flags & FUTURES
        self._file = file
        self.docstring = ast.get_docstring(tree, clean=False)
        self.statements = [Statement(index, node) for index, node in enumerate(tree.body)]

    def code(self, statement: Statement) -> CodeType:
        """The code of one statement; of an expression, such that `eval` gives its value."""
        node = statement.node
        if isinstance(node, ast.Expr):
            code: CodeType = compile(ast.Expression(node.value), self._file, "eval", self._flags, dont_inherit=True)
        else:
            code = compile(ast.Module([node], []), self._file, "exec", self._flags, dont_inherit=True)
        return code


def _shown(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target: ast.expr = node.targets[0]
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        target = node.target
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    else:
        return None
    return target.id if isinstance(target, ast.Name) else None


def _bound(node: ast.AST) -> Iterator[str]:
    """The module's names that a statement binds, in nested blocks too, but not in functions and classes."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)
