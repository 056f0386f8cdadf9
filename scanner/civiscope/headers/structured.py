"""Structured fields (RFC 9651): items, lists and dictionaries, read all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import http_sf

from civiscope.headers.malformed import Malformed


@dataclass(frozen=True, slots=True)
class Token:
    """A bare word; `self` and `"self"` are two different things."""

    text: str


Bare = Token | str | bytes | bool | int | float
"""A single value. Dates, decimals and display strings come as what Python prints them as."""


@dataclass(frozen=True, slots=True)
class StructuredItem:
    """One value, or several in brackets, with its parameters."""

    value: Bare | tuple[StructuredItem, ...]
    parameters: tuple[tuple[str, Bare], ...] = ()

    @property
    def token(self) -> str:
        """The word, when the value is one; empty otherwise."""
        return self.value.text if isinstance(self.value, Token) else ""

    def parameter(self, name: str) -> Bare | None:
        """Return the value of a parameter, None when it is not there."""
        return next((value for key, value in self.parameters if key == name), None)


def parse_item(values: Sequence[str]) -> StructuredItem | Malformed | None:
    """Return the one item of a field, None when the field was not sent or is empty."""
    found = _parse(values, "item")
    return found if found is None or isinstance(found, Malformed) else _item(found)


def parse_list(values: Sequence[str]) -> tuple[StructuredItem, ...] | Malformed | None:
    """Return the members of a field that is a list, None when it was not sent or is empty."""
    found = _parse(values, "list")
    if found is None or isinstance(found, Malformed):
        return found
    return tuple(_item(member) for member in cast(Sequence[object], found))


def parse_dictionary(values: Sequence[str]) -> dict[str, StructuredItem] | Malformed | None:
    """Return the members of a field that is a dictionary; of a name given twice the last counts."""
    found = _parse(values, "dictionary")
    if found is None or isinstance(found, Malformed):
        return found
    return {name: _item(member) for name, member in cast(Mapping[str, object], found).items()}


def _parse(
    values: Sequence[str], kind: Literal["item", "list", "dictionary"]
) -> object | Malformed | None:
    text = ", ".join(values)
    if not text.strip(" \t"):
        return None
    if not text.isascii():
        return Malformed("it has characters that are not ASCII")
    try:
        return cast(object, http_sf.parse(text.encode("ascii"), tltype=kind))
    except http_sf.StructuredFieldError as error:
        return Malformed(_reason(error, text))
    except (ValueError, OverflowError, OSError, KeyError, IndexError):
        # A date beyond the calendar, for example: it fits the grammar and nothing else.
        return Malformed("it has a value that cannot be read")


def _reason(error: http_sf.StructuredFieldError, text: str) -> str:
    position = getattr(error, "position", None)
    if isinstance(position, int) and 0 <= position < len(text):
        return f"it cannot be read from “{text[position : position + 40]}” on"
    return "its end cannot be read"


def _item(found: object) -> StructuredItem:
    nothing: Mapping[str, object] = {}
    value, parameters = found, nothing
    if isinstance(found, tuple):
        value, parameters = cast(tuple[object, Mapping[str, object]], found)
    pairs = tuple((name, _bare(content)) for name, content in parameters.items())
    if isinstance(value, list):
        return StructuredItem(tuple(_item(member) for member in cast(list[object], value)), pairs)
    return StructuredItem(_bare(value), pairs)


def _bare(value: object) -> Bare:
    if isinstance(value, http_sf.Token):
        return Token(str(value))
    return value if isinstance(value, str | bytes | bool | int | float) else str(value)
