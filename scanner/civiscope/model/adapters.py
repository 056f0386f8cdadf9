"""What reads and writes values of a type as JSON, made when it is first asked for."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_made: dict[Any, TypeAdapter[Any]] = {}


def adapter_of(kind: type[T]) -> TypeAdapter[T]:
    """Return what reads and writes values of *kind*.

    Making it takes milliseconds, which a command that reads none does not pay.
    """
    if kind not in _made:
        _made[kind] = TypeAdapter(kind)
    return _made[kind]
