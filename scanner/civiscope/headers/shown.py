"""Show what a server sent as evidence: on one line, of bounded length, nothing invisible."""

from __future__ import annotations

_LIMIT = 200


def printable(text: str, limit: int = _LIMIT) -> str:
    """Return *text* fit to be shown: control characters replaced, cut after *limit* characters."""
    cut = text[: limit + 1]
    clean = cut
    if not cut.isprintable():
        clean = "".join(
            letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut
        )
    return clean if len(clean) <= limit else clean[:limit] + "…"


def printable_field(name: str, value: str) -> str:
    """Return a header field as it would stand in a response, fit to be shown."""
    return f"{field_name(name)}: {printable(value)}"


def field_name(name: str) -> str:
    """Return a field's name with capitals, as people write it."""
    return "-".join(part.capitalize() for part in name.split("-"))
