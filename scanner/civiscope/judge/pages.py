"""Apply the rules that look at a page to page after page; what comes of it is kept, not it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from civiscope.judge.apply import apply_rule
from civiscope.judge.consent_comparison import comparison_of
from civiscope.judge.coverage import Judged
from civiscope.judge.findings import RawFinding
from civiscope.judge.gaps import failures_of
from civiscope.judge.inventory import InventoryNotes
from civiscope.judge.looks import lost_style_sheet
from civiscope.judge.parts import (
    COVERED,
    is_covered,
    parts_not_tested,
    parts_that_count,
    unseen_part,
    with_opened,
    with_state,
)
from civiscope.judge.source_join import PageElements
from civiscope.lists import Lists
from civiscope.model import EvidenceMissing, Missing, Page, PagePart
from civiscope.model.divide import DivideMeasures
from civiscope.results import (
    CollectorFailure,
    FrameNotTested,
    PageResult,
    PartNotTested,
    RuleOutcome,
)
from civiscope.rulebook import Rule
from civiscope.web.urls import is_web_url

IN_PART = "The page was seen in part only."
UNSTYLED = "A style sheet did not load, so the page looks other than visitors see it."
_ERROR_PAGE = "The server answers with an error; only what that gives away was looked for."
_ANSWERED_AN_ERROR = {
    "http-error",
    "rate-limited",
    "queue",
    "overloaded",
    "maintenance",
    "unavailable",
}
"""Reasons of failed visits whose source is the error page itself, where traces stand."""


@dataclass(slots=True)
class JudgedPages:
    """What judging some pages has come to, in their order."""

    judged: Judged = field(default_factory=Judged)
    notes: list[InventoryNotes | None] = field(default_factory=list[InventoryNotes | None])
    """What the inventory takes from each page."""


def judge_pages(
    pages: Iterable[Page],
    rules: Sequence[Rule],
    lists: Lists,
    elements: PageElements | None = None,
) -> JudgedPages:
    """Return what *rules* say of *pages*; what the join with source needs goes to *elements*."""
    piece = JudgedPages()
    judged = piece.judged
    for page in (with_state(with_opened(each)) for each in pages):
        judged.pages.append(_judge_page(page, rules, judged, lists))
        judged.lean.append(page.lean())
        piece.notes.append(InventoryNotes.of(page))
        if elements is not None:
            elements.take(page)
    return piece


def _judge_page(page: Page, rules: Sequence[Rule], judged: Judged, lists: Lists) -> PageResult:
    outcomes: dict[str, RuleOutcome] = {}
    parts = parts_that_count(page)
    whole = _seen_whole(page, parts)
    unstyled = lost_style_sheet(page)
    for rule in rules:
        if page.visit.state == "failed" and not (rule.facts.error_pages and _is_error_page(page)):
            outcomes[rule.id] = RuleOutcome("untested")
            continue
        run = apply_rule(rule, page, lists)
        if run.crash:
            judged.crashed.append(CollectorFailure(page.url, rule.id, run.crash))
        unseen = "" if whole else _unseen(page, rule, parts)
        if unstyled and rule.facts.looks:
            run.doubt(asks=rule.facts.reviews)
            unseen = unseen or UNSTYLED
        outcomes[rule.id] = run.summary(unseen=unseen)
        if run.outcomes:
            judged.found += [RawFinding.on(page, rule, outcome) for outcome in run.findings()]
    if page.visit.state != "failed":
        _note_gaps(page, judged)
        if unstyled:
            reason = f"{UNSTYLED} Address: {unstyled}"
            judged.parts.append(PartNotTested(page.url, "unstyled", "", reason))
    return _page_result(page, outcomes, lists)


def _is_error_page(page: Page) -> bool:
    """Say whether the site answered an error, with a source that can be looked at."""
    if isinstance(page.evidence.raw_html, Missing) or page.visit.reason == "bot-wall":
        return False
    try:
        return page.status >= 400
    except EvidenceMissing:
        # Evidence of old says no more than that.
        return page.visit.reason in _ANSWERED_AN_ERROR


def _seen_whole(page: Page, parts: Sequence[PagePart]) -> bool:
    """Say whether every rule could look at all of *page*, as on most: then no rule need ask."""
    axe = page.evidence.axe
    frames = not isinstance(axe, Missing) and axe.untested_frames
    return page.visit.state == "complete" and not (parts or frames or is_covered(page))


def _unseen(page: Page, rule: Rule, parts: Iterable[PagePart]) -> str:
    """Return what of *page* the rule could not look at, as a sentence; empty when nothing."""
    if page.visit.state == "failed":
        return _ERROR_PAGE
    if page.visit.state == "partial" and page.visit.reason != COVERED:
        return IN_PART
    part = unseen_part(rule, parts, covered=is_covered(page))
    if part:
        return part
    axe = page.evidence.axe
    if rule.facts.axe is not None and not isinstance(axe, Missing) and axe.untested_frames:
        return "axe-core could not be run in every frame of the page."
    return ""


def _note_gaps(page: Page, judged: Judged) -> None:
    judged.collectors += failures_of(page)
    judged.parts += parts_not_tested(page)
    if not isinstance(page.evidence.axe, Missing):
        judged.frames += [
            FrameNotTested(page.url, url) for url in page.evidence.axe.untested_frames
        ]


def _page_result(page: Page, outcomes: dict[str, RuleOutcome], lists: Lists) -> PageResult:
    try:
        status = page.status
    except EvidenceMissing:
        status = None
    dom, asked = page.evidence.dom, page.evidence.requests
    requests = () if isinstance(asked, Missing) else asked
    return PageResult(
        url=page.url,
        final_url=page.final_url,
        status=status,
        title="" if isinstance(dom, Missing) else dom.title,
        kind=page.kind,
        template=page.template,
        state=page.visit.state,
        detail=page.visit.detail,
        found_on=page.found_on,
        depth=page.depth,
        outcomes=outcomes,
        behaviour=bool(page.evidence.probes),
        consent=comparison_of(page, lists),
        elements=0 if isinstance(dom, Missing) else dom.elements,
        weight=sum(request.transferred for request in requests),
        # Pictures written into the page itself (data:) are asked of nobody.
        requests=sum(is_web_url(request.url) for request in requests),
        reading=None if isinstance(dom, Missing) else dom.reading,
        divide=_divide(page),
        reused_from=page.reused_from,
        journey=page.journey,
        step=page.step,
    )


def _divide(page: Page) -> DivideMeasures | None:
    try:
        return page.probe("divide", DivideMeasures)
    except EvidenceMissing:
        return None
