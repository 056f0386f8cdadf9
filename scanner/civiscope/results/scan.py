"""Results: what was asked for, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Scan:
    """What was asked for, and when."""

    id: str
    targets: tuple[str, ...]
    started: str
    """RFC 3339, UTC."""
    finished: str
    """RFC 3339, UTC; empty when the scan was cut off."""
    seed: int
    depth: str
    """`quick`, `standard` or `deep`."""
    settings: dict[str, Any]
    """The scan's settings as they were in force; no secrets."""
    stopped: str = ""
    """Why the crawl ended before it had seen everything; empty when it saw all it was asked to."""
