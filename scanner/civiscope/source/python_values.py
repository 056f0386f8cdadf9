"""Tell what a Python expression is worth, where it says so itself."""

from __future__ import annotations

import ast
from typing import Final

MAX_ITEMS = 200


class NotWritten:
    """What only a run of the program tells."""


UNKNOWN: Final = NotWritten()


Written = bool | int | str | tuple[str, ...] | None


def literal(node: ast.expr) -> Written | NotWritten:
    """Return the value of *node*: bool, int, str, None or a tuple of texts; else UNKNOWN."""
    if isinstance(node, ast.Constant):
        value = node.value
        return value if value is None or isinstance(value, bool | int | str) else UNKNOWN
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        items = [literal(each) for each in node.elts[:MAX_ITEMS]]
        if any(not isinstance(each, str | int) for each in items):
            return UNKNOWN
        return tuple(str(each) for each in items)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = literal(node.operand)
        return -inner if isinstance(inner, int) else UNKNOWN
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = literal(node.operand)
        return not inner if isinstance(inner, bool) else UNKNOWN
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        left, right = literal(node.left), literal(node.right)
        if isinstance(left, int) and isinstance(right, int):
            return left * right
    if isinstance(node, ast.Dict):
        return _policy(node)
    return UNKNOWN


def _policy(node: ast.Dict) -> tuple[str, ...] | NotWritten:
    """Return a mapping of directives to sources as texts: `script-src 'self'`."""
    found: list[str] = []
    for key, value in zip(node.keys, node.values, strict=True):
        name = literal(key) if key is not None else UNKNOWN
        told = literal(value)
        if isinstance(name, str) and isinstance(told, str | tuple):
            words = (told,) if isinstance(told, str) else tuple(map(str, told))
            found.append(" ".join((name.lower(), *words)))
        else:
            return UNKNOWN
    return tuple(found)
