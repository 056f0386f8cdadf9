"""Judge: apply rules to evidence. Plain functions; no network, no browser, no clock."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from civiscope.evidence import EvidenceReader
from civiscope.judge.consent_comparison import comparison_of
from civiscope.judge.findings import Found, group
from civiscope.judge.gaps import failures_of
from civiscope.judge.inventory import InventoryTaker
from civiscope.judge.lists_used import lists_used
from civiscope.judge.parts import (
    COVERED,
    is_covered,
    parts_not_tested,
    unseen_part,
    with_opened,
    with_state,
)
from civiscope.model import (
    Confidence,
    EvidenceMissing,
    Missing,
    Node,
    Outcome,
    Page,
    Place,
    Site,
    Verdict,
)
from civiscope.model.script_results import place_of
from civiscope.results import (
    SCHEMA_VERSION,
    CollectorFailure,
    Coverage,
    DocumentListed,
    EarlOutcome,
    FrameNotTested,
    NotSeen,
    PageResult,
    PartNotTested,
    Results,
    RuleFacts,
    RuleOutcome,
    Scan,
    Tool,
)
from civiscope.rulebook import Rule, Rulebook

_log = logging.getLogger(__name__)
WALLS = {"bot-wall", "login"}
_IN_PART = "The page was seen in part only."
_ERROR_PAGE = "The server answers with an error; only what that gives away was looked for."
_ANSWERED_AN_ERROR = {"http-error", "rate-limited"}
"""Reasons of failed visits whose source is the error page itself, where traces stand."""
MAX_PER_RULE = 500
"""Findings of one rule on one page that results keep; the count goes on."""


@dataclass(slots=True)
class _Judged:
    """What judging has come to so far."""

    pages: list[PageResult] = field(default_factory=list[PageResult])
    found: list[Found] = field(default_factory=list[Found])
    lean: list[Page] = field(default_factory=list[Page])
    frames: list[FrameNotTested] = field(default_factory=list[FrameNotTested])
    parts: list[PartNotTested] = field(default_factory=list[PartNotTested])
    collectors: list[CollectorFailure] = field(default_factory=list[CollectorFailure])
    crashed: list[CollectorFailure] = field(default_factory=list[CollectorFailure])


def judge(
    evidence: EvidenceReader, rules: Sequence[Rule], books: Sequence[Rulebook] = ()
) -> Results:
    """Return what *rules* say of *evidence*. The same evidence and rules give the same results."""
    page_rules = [rule for rule in rules if rule.scope == "page"]
    site_rules = [rule for rule in rules if rule.scope == "site"]
    judged = _Judged()
    taker = InventoryTaker()
    for page in (with_state(with_opened(each)) for each in evidence.pages()):
        _judge_page(page, page_rules, judged)
        taker.add(page)
        judged.lean.append(page.lean())
    site = Site(
        pages=tuple(judged.lean),
        documents=evidence.end.documents,
        skipped=evidence.end.skipped,
        targets=evidence.scan.pages,
        hosts=evidence.end.hosts,
        aliases=evidence.end.aliases,
        endpoints=evidence.end.endpoints,
    )
    _judge_site(site, site_rules, judged)
    findings, issues = group(judged.found, {rule.id: rule for rule in rules})
    return Results(
        schema_version=SCHEMA_VERSION,
        tool=_tool(evidence, books),
        scan=_scan(evidence),
        coverage=_coverage(evidence, judged),
        rules=tuple(_facts(rule) for rule in rules),
        pages=tuple(judged.pages),
        findings=findings,
        issues=issues,
        inventory=taker.inventory(),
        lists=lists_used(evidence.scan.started),
    )


def _judge_page(page: Page, rules: Sequence[Rule], judged: _Judged) -> None:
    outcomes: dict[str, RuleOutcome] = {}
    for rule in rules:
        if page.visit.state == "failed" and not (rule.facts.error_pages and _is_error_page(page)):
            outcomes[rule.id] = RuleOutcome("untested")
            continue
        said = apply_rule(rule, page)
        if said.crash:
            judged.crashed.append(CollectorFailure(page.url, rule.id, said.crash))
        outcomes[rule.id] = said.summary(unseen=_unseen(page, rule))
        judged.found += [Found.on(page, rule, outcome) for outcome in said.findings()]
    judged.pages.append(_page_result(page, outcomes))
    if page.visit.state != "failed":
        _note_gaps(page, judged)


def _is_error_page(page: Page) -> bool:
    """Say whether the server answered an error, with a source that can be looked at."""
    answered = page.visit.reason in _ANSWERED_AN_ERROR
    return answered and not isinstance(page.evidence.raw_html, Missing)


def _unseen(page: Page, rule: Rule) -> str:
    """Return what of *page* the rule could not look at, as a sentence; empty when nothing."""
    if page.visit.state == "failed":
        return _ERROR_PAGE
    if page.visit.state == "partial" and page.visit.reason != COVERED:
        return _IN_PART
    part = unseen_part(page, rule)
    if part:
        return part
    axe = page.evidence.axe
    if rule.facts.axe is not None and not isinstance(axe, Missing) and axe.untested_frames:
        return "axe-core could not be run in every frame of the page."
    return ""


# Three hundred rules say the same few things of thousands of pages: each is kept once.
_one_outcome = lru_cache(maxsize=4096)(RuleOutcome)


@dataclass(slots=True)
class Said:
    """What one rule said of one page or site."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    missing: Missing | None = None
    crash: str = ""
    failed: int = 0
    """Count of failed places, those beyond the bound included."""
    unsure: int = 0
    passed: int = 0
    passed_at: Counter[str] = field(default_factory=Counter[str])
    """How often places of each address passed, for rules over a site."""

    def summary(self, *, unseen: str) -> RuleOutcome:
        """Return the outcome for the page as a whole; *unseen* says what of it was not seen."""
        outcome, reason = self._outcome()
        if unseen and outcome in {"passed", "inapplicable"}:
            outcome, reason = "untested", unseen
        return _one_outcome(outcome, self.passed, self.failed, self.unsure, reason)

    def _outcome(self) -> tuple[EarlOutcome, str]:
        if self.failed:
            return "failed", ""
        if self.crash:
            return "cantTell", f"The rule broke: {self.crash}"
        if self.missing is not None:
            broke = self.missing.missing == "failed"
            return ("cantTell" if broke else "untested"), self.missing.reason
        if self.unsure:
            return "cantTell", ""
        return ("passed" if self.passed else "inapplicable"), ""

    def findings(self) -> Iterator[Outcome]:
        """Yield the outcomes that are findings."""
        return (outcome for outcome in self.outcomes if outcome.verdict != "passed")


def apply_rule(rule: Rule, seen: Page | Site) -> Said:
    """Return what *rule* says of a page or site; never raises for what the rule does."""
    said = Said()
    try:
        if rule.facts.axe is not None and isinstance(seen, Page):
            _from_axe(rule.facts.axe, seen, said)
            if rule.check is not None:
                _look_again(rule.check(seen, **rule.options), said)
            elif rule.script is not None:
                _look_again(_from_script(rule, seen), said)
        elif rule.check is not None:
            _take(said, rule.check(seen, **rule.options))
        elif rule.script is not None and isinstance(seen, Page):
            _take(said, _from_script(rule, seen))
    except EvidenceMissing as error:
        said.missing = error.missing
    except Exception as error:
        said.crash = f"{type(error).__name__}: {error}"[:500]
        _log.warning("A rule broke", exc_info=True, extra={"rule": rule.id})
    return said


def _take(said: Said, outcomes: Iterator[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.verdict == "passed":
            said.passed += 1
            said.passed_at[outcome.place.url] += 1
            continue
        if outcome.verdict == "failed":
            said.failed += 1
        else:
            said.unsure += 1
        if len(said.outcomes) < MAX_PER_RULE:
            said.outcomes.append(outcome)


def _from_axe(axe_rule: str, page: Page, said: Said) -> None:
    answer = page.axe.rule(axe_rule)
    if answer is None:
        return
    if answer.error:
        said.missing = Missing("failed", f"axe-core could not finish: {answer.error}")
    said.passed, said.failed, said.unsure = answer.passed, answer.failed, answer.unsure
    said.outcomes += [
        Outcome("failed", node.place(), facts=_axe(node)) for node in answer.violations
    ]
    said.outcomes += [
        Outcome("cannot_tell", node.place(), facts=_axe(node)) for node in answer.incomplete
    ]


def _look_again(outcomes: Iterator[Outcome], said: Said) -> None:
    """Let what stands beside an axe rule have the last word on the elements it speaks of."""
    own = {outcome.place.selector: outcome for outcome in outcomes}
    axe, said.outcomes = said.outcomes, []
    for outcome in axe:
        second = own.pop(outcome.place.selector, None)
        if second is None:
            said.outcomes.append(outcome)
            continue
        if outcome.verdict == "failed":
            said.failed -= 1
        else:
            said.unsure -= 1
        facts = {**outcome.facts, **second.facts}
        _take(said, iter((replace(second, place=outcome.place, facts=facts),)))
    _take(said, iter(own.values()))


def _axe(node: Node) -> dict[str, object]:
    return {"summary": node.summary}


_CONFIDENCES: tuple[Confidence, ...] = ("certain", "firm", "tentative")
_IN_ORDER = Place("")
_VERDICTS: dict[str, Verdict] = {
    "passed": "passed",
    "failed": "failed",
    "cannot tell": "cannot_tell",
}


def _from_script(rule: Rule, page: Page) -> Iterator[Outcome]:
    for answer in page.script_results(rule.id):
        verdict = _VERDICTS.get(str(answer.get("verdict")))
        if verdict is None:
            raise ValueError(f"the script answered the verdict {answer.get('verdict')!r}")
        if verdict == "passed" and rule.facts.axe is None:
            # What is in order is counted; where, nobody asks.
            yield Outcome(verdict, _IN_ORDER)
            continue
        facts: Any = answer.get("facts") or {}
        message = str(answer.get("message", ""))
        sure = answer.get("confidence")
        confidence = sure if sure in _CONFIDENCES else None
        yield Outcome(verdict, place_of(answer), message, dict(facts), confidence)


def _judge_site(site: Site, rules: Sequence[Rule], judged: _Judged) -> None:
    known = {page.url for page in judged.pages}
    # A dialog hides nothing of what rules over the site compare.
    in_part = {p.url for p in site.pages if p.visit.state == "partial" and not is_covered(p)}
    for rule in rules:
        said = apply_rule(rule, site)
        if said.crash:
            judged.crashed.append(CollectorFailure("", rule.id, said.crash))
        judged.found += [
            Found(rule, o, o.place.url if o.place.url in known else "") for o in said.findings()
        ]
        per_page: dict[str, Said] = {}
        for outcome in said.outcomes:
            if outcome.place.url in known:
                _take(per_page.setdefault(outcome.place.url, Said()), iter((outcome,)))
        for url, times in said.passed_at.items():
            if url in known:
                per_page.setdefault(url, Said()).passed = times
        general = Said()
        if said.missing or said.crash:
            general = Said(missing=said.missing, crash=said.crash, passed=said.passed)
        of_others = general.summary(unseen="")
        of_others_in_part = general.summary(unseen=_IN_PART)
        for result in judged.pages:
            own = per_page.get(result.url)
            unseen = _IN_PART if result.url in in_part else ""
            if own is not None:
                result.outcomes[rule.id] = own.summary(unseen=unseen)
            elif result.state == "failed":
                result.outcomes[rule.id] = RuleOutcome("untested")
            else:
                result.outcomes[rule.id] = of_others_in_part if unseen else of_others


def _note_gaps(page: Page, judged: _Judged) -> None:
    judged.collectors += failures_of(page)
    judged.parts += parts_not_tested(page)
    if not isinstance(page.evidence.axe, Missing):
        judged.frames += [
            FrameNotTested(page.url, url) for url in page.evidence.axe.untested_frames
        ]


def _page_result(page: Page, outcomes: dict[str, RuleOutcome]) -> PageResult:
    try:
        status = page.status
    except EvidenceMissing:
        status = None
    dom = page.evidence.dom
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
        consent=comparison_of(page),
        elements=0 if isinstance(dom, Missing) else dom.elements,
    )


def _not_seen(page: Page) -> NotSeen:
    return NotSeen(page.url, page.visit.reason, page.visit.detail, page.found_on)


def _coverage(evidence: EvidenceReader, judged: _Judged) -> Coverage:
    pages = [page for page in judged.lean if page.kind == "page"]
    failed = [page for page in pages if page.visit.state == "failed"]
    start = next((page for page in pages if page.target or page.order == 0), None)
    return Coverage(
        found=evidence.end.found,
        visited=sum(page.visit.state == "complete" for page in pages),
        partial=tuple(_not_seen(page) for page in pages if page.visit.state == "partial"),
        failed=tuple(_not_seen(page) for page in failed),
        skipped=tuple(NotSeen(s.url, s.reason, s.detail, s.found_on) for s in evidence.end.skipped),
        skipped_total=evidence.end.skipped_total,
        documents=tuple(
            DocumentListed(
                url=document.url,
                found_on=document.found_on,
                status=document.status,
                media_type=(document.headers.get("content-type") or "").partition(";")[0].strip(),
                size=_size(document.headers.get("content-length")),
                error=document.error,
            )
            for document in evidence.end.documents
        ),
        frames_not_tested=tuple(judged.frames),
        collectors_failed=tuple(judged.collectors),
        rules_crashed=tuple(judged.crashed),
        start_page_seen=start is not None and start.visit.state != "failed",
        walls=tuple(_not_seen(page) for page in failed if page.visit.reason in WALLS),
        parts=tuple(judged.parts),
    )


def _size(content_length: str | None) -> int | None:
    return int(content_length) if content_length and content_length.isdecimal() else None


def _tool(evidence: EvidenceReader, books: Sequence[Rulebook]) -> Tool:
    return Tool(
        name="civiscope",
        version=evidence.scan.civiscope,
        browser=evidence.scan.browser,
        engines=dict(evidence.scan.engines),
        rulebooks={book.name: book.version for book in books},
    )


def _scan(evidence: EvidenceReader) -> Scan:
    head, end = evidence.scan, evidence.end
    return Scan(
        id=head.id,
        targets=head.targets,
        started=head.started,
        finished=end.finished,
        seed=head.seed,
        depth=head.depth,
        settings=dict(head.settings),
        stopped=end.stopped,
    )


def _facts(rule: Rule) -> RuleFacts:
    facts = rule.facts
    return RuleFacts(
        id=rule.id,
        title=facts.title,
        area=rule.area,
        kind=facts.kind,
        severity=rule.severity,
        confidence=facts.confidence,
        scope=rule.scope,
        checked_by=rule.checked_by,
        affects=tuple(facts.affects),
        standards={name: tuple(keys) for name, keys in facts.standards.items()},
        why=rule.why,
        fix=rule.fix,
        messages=dict(facts.messages),
        options=dict(rule.options),
    )
