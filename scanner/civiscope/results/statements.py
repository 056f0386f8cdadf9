"""Results: what the accessibility statements of a site claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StatementResult:
    """An accessibility statement that was visited."""

    url: str
    status: Literal["full", "partial", "non", "other", "none"]
    """What it claims; `other` is a claim that is none of the three, `none` no claim."""
    sentence: str = ""
    """The sentence that the status rests on."""
    jurisdiction: str = ""
    """Code of the country whose law applies; empty when nobody knows."""
    prepared: str = ""
    """The day it was prepared or first published; empty when no day is named."""
    reviewed: str = ""
    """The day of its last review or update."""
    tested: str = ""
    """The day of the last test of the site."""
