"""A rule that was kept from being applied as its page says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from civiscope.model.outcome import Severity

Change = Literal["off", "not-chosen", "severity", "options"]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What was changed of one rule, by whom, and why."""

    rule: str
    title: str
    change: Change
    """`off`: turned off; `not-chosen`: others were asked for; `severity` and `options`: applied
    with other values than its page's."""
    by: str
    """What changed it: `configuration`, `--rule`, `--framework`."""
    reason: str = ""
    """In the words of whoever turned it off."""
    severity: str = ""
    """The severity that the page gives."""
    severity_now: Severity | Literal[""] = ""
    """The severity in force; empty when it is the page's."""
    options: dict[str, tuple[Any, Any]] = field(default_factory=dict[str, tuple[Any, Any]])
    """Each option that was changed: the page's value, and the one in force."""
    standards: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def applied(self) -> bool:
        """Whether the rule was applied all the same, with other values."""
        return self.change in {"severity", "options"}
