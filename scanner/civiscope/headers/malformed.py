"""The value of a header field that browsers cannot read and therefore ignore."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Malformed:
    """A header field that browsers throw away."""

    reason: str
    """A sentence without its full stop, for people: what is wrong with the field."""
