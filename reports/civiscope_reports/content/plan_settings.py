"""What a body says of its plans: owners, effort classes, targets and key tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EffortClass = Literal["S", "M", "L", "X"]
Cause = Literal[
    "shared", "template", "content", "supplier", "platform", "documents", "organisation"
]
EFFORT_HOURS: Mapping[EffortClass, int] = {"S": 2, "M": 16, "L": 80, "X": 80}
"""The most hours of each class. They are guesses: nobody has published sound data."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """What a key figure is to become."""

    figure: str
    value: float
    by: str = ""
    """ISO date; empty without one."""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The `[planning]` table of a configuration; empty means: nothing said."""

    owners: Mapping[str, str] = field(default_factory=dict[str, str])
    """Package, cause or rule → who does it."""
    effort: Mapping[str, EffortClass] = field(default_factory=dict[str, EffortClass])
    """Package, cause or rule → its class."""
    hours: Mapping[EffortClass, int] = field(default_factory=lambda: dict(EFFORT_HOURS))
    targets: tuple[PlanTarget, ...] = ()
    key_tasks: tuple[str, ...] = ()
    """Patterns for addresses of pages that services cannot do without."""
    weeks: int = 12
    """Weeks within which the most important is to be fixed."""
