"""What changed between two editions of a report of conformance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from civiscope_reports.conformance.values import LEVELS, Claim, ConformanceReport, Level

Change = Literal["better-unexplained", "better", "worse", "gone", "added", "remark"]
CHANGES: dict[Change, str] = {
    "better-unexplained": "Better, and no remark says what changed",
    "better": "Better, with a new remark",
    "worse": "Worse",
    "gone": "No longer claimed",
    "added": "Newly claimed",
    "remark": "The same level, with another remark",
}
_RANK: dict[Level, int] = {
    "does-not-support": 0,
    "partially-supports": 1,
    "supports": 2,
    "not-applicable": 2,
}


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that the two editions make differently."""

    change: Change
    number: str
    component: str
    before: Claim | None
    after: Claim | None

    @property
    def levels(self) -> str:
        """Both levels, in words."""
        return f"{_level(self.before)} → {_level(self.after)}"


def _level(claim: Claim | None) -> str:
    if claim is None:
        return "no claim"
    return LEVELS[claim.level] if claim.level else "no level"


def changes_between(old: ConformanceReport, new: ConformanceReport) -> tuple[ClaimChange, ...]:
    """Return what changed from *old* to *new*: what is better without a word of why comes first."""
    before, after = _by_place(old), _by_place(new)
    order = list(CHANGES)
    found = [
        ClaimChange(change, number, component, before.get(place), after.get(place))
        for place in dict.fromkeys([*after, *before])
        for number, component in [place]
        if (change := _change(before.get(place), after.get(place)))
    ]
    return tuple(sorted(found, key=lambda each: order.index(each.change)))


def _by_place(report: ConformanceReport) -> dict[tuple[str, str], Claim]:
    return dict(_places(report))


def _places(report: ConformanceReport) -> Iterator[tuple[tuple[str, str], Claim]]:
    for claim in report.claims:
        # A level for the whole row is one for the web: editions differ in how they say it.
        component = claim.component if claim.component not in {"", "all", "none"} else "web"
        yield (claim.number, component), claim


def _change(before: Claim | None, after: Claim | None) -> Change | None:
    if before is None or after is None:
        return "added" if before is None else "gone"
    same = _plain(before.remarks) == _plain(after.remarks)
    if before.level == after.level:
        return None if same else "remark"
    rise = (
        _RANK.get(after.level, -1) - _RANK.get(before.level, -1)
        if after.level and before.level
        else 0
    )
    if after.level is None or after.level == "not-evaluated":
        return "worse"
    if before.level is None or before.level == "not-evaluated":
        return "added"
    rise = _RANK[after.level] - _RANK[before.level]
    if rise > 0 or (rise == 0 and after.level == "not-applicable"):
        return "better-unexplained" if same or not after.remarks.strip() else "better"
    return "worse" if rise < 0 else "remark"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
