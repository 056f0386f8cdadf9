"""Numbers with their words."""

from __future__ import annotations


def count_of(number: int, what: str) -> str:
    """Return *number* and *what*, in the plural where there is not one."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
