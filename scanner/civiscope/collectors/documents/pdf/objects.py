"""Read single objects of a PDF file; what is of another type than it should be counts as absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

Object = Any
"""An object of pikepdf, or the Python value that it turns numbers, names and texts into."""

_WITH_ENTRIES = (pikepdf.Dictionary, pikepdf.Stream)


def entry(container: Object, key: str) -> Object:
    """Return the entry *key* of a dictionary or stream; None when there is none."""
    if container is None or not isinstance(container, _WITH_ENTRIES):
        return None
    # To `get` what is not there costs pikepdf four times as much as to ask for it.
    return container.get(key) if key in container else None


def dictionary(container: Object, key: str) -> Object:
    """Return the entry when it is a dictionary; None otherwise."""
    found = entry(container, key)
    return found if isinstance(found, pikepdf.Dictionary) else None


def stream(container: Object, key: str) -> Object:
    """Return the entry when it is a stream; None otherwise."""
    found = entry(container, key)
    return found if isinstance(found, pikepdf.Stream) else None


def array(container: Object, key: str) -> list[Object]:
    """Return the entry as a list; empty when it is not an array."""
    found = entry(container, key)
    return list(found) if isinstance(found, pikepdf.Array) else []


def name(container: Object, key: str) -> str:
    """Return the entry without its slash; empty when it is not a name."""
    return name_of(entry(container, key))


def name_of(found: Object) -> str:
    """Return a name without its slash; empty when it is another thing."""
    return str(found)[1:] if isinstance(found, pikepdf.Name) else ""


def text(container: Object, key: str) -> str | None:
    """Return the entry as text; None when it is not a text."""
    return text_of(entry(container, key))


def text_of(found: Object) -> str | None:
    """Return a text; None when it is another thing."""
    if isinstance(found, pikepdf.String):
        return str(found)
    return found if isinstance(found, str) else None


def integer(container: Object, key: str, default: int = 0) -> int:
    """Return the entry as a whole number; *default* when it is not a number."""
    found = entry(container, key)
    if isinstance(found, bool) or found is None:
        return default
    try:
        return int(found)
    except (TypeError, ValueError, OverflowError):
        return default


def number(found: Object, default: float = 0.0) -> float:
    """Return a number; *default* when it is another thing."""
    if isinstance(found, bool):
        return default
    try:
        return float(found)
    except (TypeError, ValueError, OverflowError):
        return default


def rectangle(container: Object, key: str) -> tuple[float, float, float, float] | None:
    """Return a rectangle with its lower left corner first; None when there is none."""
    return rectangle_of(entry(container, key))


def rectangle_of(told: Object) -> tuple[float, float, float, float] | None:
    """Return an array as a rectangle with its lower left corner first; None when it is none."""
    if not isinstance(told, pikepdf.Array):
        return None
    found = [number(each, float("nan")) for each in told]
    if len(found) != 4 or any(each != each for each in found):
        return None
    left, right = sorted((found[0], found[2]))
    low, high = sorted((found[1], found[3]))
    return left, low, right, high


def identity(found: Object) -> tuple[int, int]:
    """Return the number of an indirect object; (0, 0) for any other."""
    if isinstance(found, pikepdf.Object) and found.is_indirect:
        return found.objgen
    return 0, 0


def number_tree(root: Object, limit: int) -> Iterator[tuple[int, Object]]:
    """Yield the entries of a number tree, *limit* at most; a loop in it is walked once."""
    for key, value in _tree(root, "/Nums", limit):
        if isinstance(key, int):
            yield key, value


def name_tree(root: Object, limit: int) -> Iterator[tuple[str, Object]]:
    """Yield the entries of a name tree, *limit* at most."""
    for key, value in _tree(root, "/Names", limit):
        label = text_of(key)
        if label is not None:
            yield label, value


def _tree(root: Object, leaf: str, limit: int) -> Iterator[tuple[Object, Object]]:
    waiting = [root]
    met: set[tuple[int, int]] = set()
    given = 0
    while waiting:
        node = waiting.pop()
        own = identity(node)
        if own in met:
            continue
        if own != (0, 0):
            met.add(own)
        pairs = array(node, leaf)
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            if given >= limit:
                return
            given += 1
            yield key, value
        waiting += array(node, "/Kids")[: limit - len(waiting)]
