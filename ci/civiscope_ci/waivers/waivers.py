"""Waivers: what somebody has accepted, why, and until when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from civiscope.model import Severity
from civiscope.results import Finding, Results
from civiscope_ci.baseline.states import Comparison, IssueStatus

WaiverType = Literal[
    "accepted-risk",
    "false-positive",
    "third-party",
    "disproportionate-burden",
    "archived",
    "in-progress",
]
MAX_DAYS = 180
"""Days that a waiver may last."""
SOON = 14
"""Days before its end from which on a waiver is warned of."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which findings of the rule a waiver is for: those that fit all that is said."""

    url: str = ""
    """Pattern of the page's address, or of its path; `*` stands for anything."""
    selector: str = ""
    """Pattern of the element's selector."""
    component: str = ""
    """Pattern of the component's name."""
    fingerprint: str = ""
    """Fingerprint of the issue or of one finding."""

    @property
    def text(self) -> str:
        """How it is told."""
        said = {name: getattr(self, name) for name in ("url", "selector", "component")}
        said["fingerprint"] = self.fingerprint
        return ", ".join(f"{name} {value}" for name, value in said.items() if value)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of the waivers file."""

    rule: str
    match: Match
    reason: str
    owner: str
    created: date
    expires: date
    type: WaiverType
    ticket: str = ""
    line: int = 0
    """Where it stands in its file."""

    def expired(self, today: date) -> bool:
        """Say whether it has run out: the day it names is its last."""
        return today > self.expires


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver and what it comes to in these results."""

    waiver: Waiver
    state: Literal["active", "expiring", "expired", "unused"]
    issues: tuple[str, ...]
    """Ids of the issues that it waives, or would if it had not run out."""


def apply_waivers(
    results: Results, comparison: Comparison, waivers: Sequence[Waiver], today: date
) -> tuple[Comparison, tuple[WaiverUse, ...]]:
    """Return *comparison* with what is waived marked so, and what became of each waiver.

    A part of an issue is waived when every finding of it is; what a waiver leaves over keeps its
    state.
    """
    by_rule: defaultdict[str, list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        by_rule[waiver.rule].append(waiver)
    matched: defaultdict[int, list[str]] = defaultdict(list)
    stated: list[IssueStatus] = []
    for each in comparison.stated:
        candidates = by_rule.get(each.entry.rule, [])
        if each.part is None or not candidates:
            stated.append(each)
            continue
        members = [f for f in each.part.findings if comparison.keys.page(f.page) in each.pages]
        stated.append(_waive(each, members, candidates, comparison, today, matched))
    used = tuple(_find_use(waiver, matched[id(waiver)], today) for waiver in waivers)
    return replace(comparison, stated=tuple(stated)), used


def _waive(
    each: IssueStatus,
    members: Sequence[Finding],
    candidates: Sequence[Waiver],
    comparison: Comparison,
    today: date,
    matched: defaultdict[int, list[str]],
) -> IssueStatus:
    left: list[Finding] = []
    ran_out: Waiver | None = None
    granted: Waiver | None = None
    for finding in members:
        fitting = [w for w in candidates if fits(w.match, finding, each, comparison)]
        for waiver in fitting:
            if each.issue is not None and each.issue.id not in matched[id(waiver)]:
                matched[id(waiver)].append(each.issue.id)
        active = next((waiver for waiver in fitting if not waiver.expired(today)), None)
        if active is not None:
            granted = granted or active
            continue
        ran_out = ran_out or (fitting[0] if fitting else None)
        left.append(finding)
    if not left and granted is not None:
        why = f"Waived by {granted.owner} until {granted.expires}: {granted.reason}"
        return replace(each, state="waived", reason=why)
    if ran_out is not None:
        why = f"The waiver of {ran_out.owner} ran out on {ran_out.expires}."
        return replace(each, state="waiver-expired", reason=why)
    if granted is None:
        return each
    counts: dict[str, int] = {}
    for finding in left:
        key = comparison.keys.page(finding.page)
        counts[key] = counts.get(key, 0) + 1
    return replace(each, entry=replace(each.entry, pages=dict(sorted(counts.items()))))


def fits(match: Match, finding: Finding, each: IssueStatus, comparison: Comparison) -> bool:
    """Say whether *match* is for *finding*."""
    prints = {each.entry.fingerprint, finding.fingerprint, each.was and each.was.fingerprint}
    if each.issue is not None:
        prints.add(each.issue.fingerprint)
    prints |= {text.partition(":")[2] for text in prints if text}
    return (
        (not match.url or address_fits(match.url, finding.page, comparison.keys.page(finding.page)))
        and (not match.selector or pattern(match.selector).fullmatch(finding.selector) is not None)
        and (
            not match.component
            or pattern(match.component).fullmatch(finding.component) is not None
            or pattern(match.component).fullmatch(each.entry.component) is not None
        )
        and (not match.fingerprint or match.fingerprint in prints)
    )


def address_fits(glob: str, url: str, key: str) -> bool:
    """Say whether *glob* is for the page at *url* that is called *key*."""
    wanted = pattern(glob)
    path = urlsplit(url).path
    return any(wanted.fullmatch(text) is not None for text in (url, path, key))


@lru_cache(maxsize=1024)
def pattern(glob: str) -> re.Pattern[str]:
    """Return what *glob* stands for: `*` for anything, slashes too, and `?` for one character."""
    parts = re.split(r"(\*+|\?)", glob)
    inner = "".join(
        ".*" if part.startswith("*") else "." if part == "?" else re.escape(part) for part in parts
    )
    return re.compile(inner, re.DOTALL)


def severity_of(each: IssueStatus) -> Severity:
    """Return how bad it is now."""
    return each.entry.severity


def _find_use(waiver: Waiver, issues: list[str], today: date) -> WaiverUse:
    if not issues:
        return WaiverUse(waiver, "unused", ())
    if waiver.expired(today):
        return WaiverUse(waiver, "expired", tuple(issues))
    soon = (waiver.expires - today).days <= SOON
    return WaiverUse(waiver, "expiring" if soon else "active", tuple(issues))
