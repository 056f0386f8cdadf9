"""The script of a rule, as collectors run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageScript:
    """A rule's script, and the options it is called with."""

    rule: str
    source: str
    options: dict[str, Any]
