"""Say numbers of things as people do."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return *number* with *noun*, in the plural where it belongs."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
