"""What of a page was not judged, and what that makes of the outcomes of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from civiscope.model import AxeResults, EvidenceMissing, Page, PagePart
from civiscope.model.states import OpenedParts, merge_results, with_more
from civiscope.results import PartNotTested
from civiscope.rulebook import Rule

COVERED: Final = "covered"
"""Kind of a part behind a dialog, and the reason of a page that was seen in part for one."""
_UNKNOWN_REST = {"endless", "more"}
"""Kinds of parts beyond which nobody knows what there is."""
_COVERED_FRAME = "covered-frame"
_UNSTEADY = {"moving", "painted"}
"""Kinds of parts whose colours cannot be measured."""
_KEEPS_FROM_JUDGING = {*_UNKNOWN_REST, _COVERED_FRAME, *_UNSTEADY}
_CONTENT = "accessibility"
_BEHIND = "What lies behind a dialog was not tested."
_MOVES = "The look of a text never comes to rest."
_BEHIND_IN_FRAME = "What lies behind a dialog in a frame was not tested."


def with_opened(page: Page) -> Page:
    """Return *page* with what was found in the parts that the probe `opened` has opened."""
    if not isinstance(page.evidence.probes.get("opened"), dict):
        return page
    try:
        opened = page.probe("opened", OpenedParts)
    except EvidenceMissing:
        return page
    evidence = page.evidence
    # A part of a frame may be called as one of the page's own document is.
    judged = {("", selector) for selector in opened.judged} | set(opened.judged_in_frames)
    parts = tuple(
        p for p in page.parts if p.kind != "hidden" or (p.frame, p.selector) not in judged
    )
    axe = evidence.axe
    if isinstance(axe, AxeResults):
        kept = tuple(rule for rule in axe.rules if rule.id != "hidden-content")
        axe = with_more(
            replace(axe, rules=kept), AxeResults(axe.version, opened.rules, (), opened.tree)
        )
    probes = dict(evidence.probes)
    sampled = probes.get("contrast")
    if isinstance(sampled, dict):
        probes["contrast"] = {**sampled, "texts": [*sampled.get("texts", ()), *opened.texts]}
    walked = probes.get("keyboard")
    if isinstance(walked, dict) and opened.guards:
        probes["keyboard"] = {**walked, "guards": [*walked.get("guards", ()), *opened.guards]}
    return replace(
        page,
        evidence=replace(
            evidence,
            probes=probes,
            axe=axe,
            script_results=merge_results(evidence.script_results, opened.answers),
            parts=(*parts, *opened.parts),
        ),
    )


def with_state(page: Page) -> Page:
    """Return *page* as seen in part when a dialog kept what lies behind it from being judged."""
    if page.visit.state != "complete":
        return page
    covered = next((part for part in page.parts if part.kind == COVERED), None)
    if covered is None:
        return page
    visit = replace(page.visit, state="partial", reason=COVERED, detail=covered.reason)
    return replace(page, visit=visit)


def is_covered(page: Page) -> bool:
    """Say whether *page* counts as seen in part only for a dialog that lies over it."""
    return page.visit.reason == COVERED


def parts_that_count(page: Page) -> tuple[PagePart, ...]:
    """Return the parts of *page* that keep some rule from judging all of it."""
    return tuple(part for part in page.parts if part.kind in _KEEPS_FROM_JUDGING)


def unseen_part(rule: Rule, parts: Iterable[PagePart], *, covered: bool) -> str:
    """Return which of the *parts* the rule could not judge, as a sentence; empty when none.

    *covered* says that a dialog lies over the page.
    """
    if rule.area != _CONTENT:
        return ""
    if covered:
        return _BEHIND
    for part in parts:
        if part.kind in _UNKNOWN_REST:
            return part.reason
        # Of our rules, only those of axe-core look into frames.
        axe = rule.facts.axe or ""
        if part.kind == _COVERED_FRAME and axe:
            return _BEHIND_IN_FRAME
        if part.kind in _UNSTEADY and axe.startswith("color-contrast"):
            return _MOVES if part.kind == "moving" else part.reason
    return ""


def parts_not_tested(page: Page) -> Iterator[PartNotTested]:
    """Yield the parts of *page* that were not tested."""
    for part in page.parts:
        yield PartNotTested(page.url, part.kind, part.selector, part.reason, part.frame)
