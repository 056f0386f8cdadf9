"""Judge: apply rules to evidence. Plain functions; no network, no browser, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from civiscope.evidence import EvidenceReader
from civiscope.judge.apply import RuleRun, apply_rule, take
from civiscope.judge.consent_comparison import comparison_of
from civiscope.judge.coverage import Judged, coverage_of, scan_of, tool_of
from civiscope.judge.documents import judge_documents
from civiscope.judge.findings import RawFinding, group
from civiscope.judge.frameworks import standards_and_frameworks
from civiscope.judge.gaps import failures_of
from civiscope.judge.inventory import InventoryTaker
from civiscope.judge.lists_used import lists_used
from civiscope.judge.parts import (
    COVERED,
    is_covered,
    parts_not_tested,
    parts_that_count,
    unseen_part,
    with_opened,
    with_state,
)
from civiscope.judge.proved import proved_failures
from civiscope.judge.rule_facts import all_facts
from civiscope.judge.site_digest import site_of
from civiscope.judge.site_parts import SiteParts
from civiscope.judge.source_join import PageElements, join_sources
from civiscope.judge.sources import judge_sources, source_notes, source_summary
from civiscope.judge.statements import statements_of
from civiscope.lists import Lists
from civiscope.model import EvidenceMissing, Missing, Page, PagePart, Site
from civiscope.model.divide import DivideMeasures
from civiscope.model.rule_change import RuleChange
from civiscope.results import (
    SCHEMA_VERSION,
    CollectorFailure,
    Coverage,
    Finding,
    FrameNotTested,
    Issue,
    PageResult,
    Results,
    RuleOutcome,
)
from civiscope.results.sample import EM, EvaluationSample, choose_sample
from civiscope.rulebook import Rule, Rulebook, Scope
from civiscope.web.urls import is_web_url

_IN_PART = "The page was seen in part only."
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


def judge(
    evidence: EvidenceReader,
    rules: Sequence[Rule],
    books: Sequence[Rulebook] = (),
    lists: Lists | None = None,
    *,
    changes: Sequence[RuleChange] = (),
) -> Results:
    """Return what *rules* say of *evidence*, going by *lists*; the same three give the same bytes.

    *books* tell what laws ask for, *changes* which rules are not among them, or not with the
    values of their pages. Without *lists*, only those that travel with civiscope are used.
    """
    lists = lists or Lists.packaged()
    judged, taker, elements = Judged(), InventoryTaker(), PageElements()
    page_rules = _of_scope(rules, "page")
    for page in (with_state(with_opened(each)) for each in evidence.pages()):
        judged.pages.append(_judge_page(page, page_rules, judged, lists))
        taker.add(page)
        elements.take(page)
        judged.lean.append(page.lean())
    site = site_of(
        evidence, pages_of_crawl(judged.lean), proved_failures(judged.found, page_rules, books)
    )
    _judge_site(site, _of_scope(rules, "site"), judged, lists)
    documents = judge_documents(site, _of_scope(rules, "document"), judged, lists)
    sources = judge_sources(evidence.source, _of_scope(rules, "source"), judged, lists)
    findings, issues = join_sources(*_grouped(judged, rules, changes), evidence.source, elements)
    standards, frameworks = standards_and_frameworks(books, _cited(rules))
    coverage = _coverage(evidence, judged)
    return Results(
        schema_version=SCHEMA_VERSION,
        tool=tool_of(evidence, books),
        scan=scan_of(evidence),
        coverage=coverage,
        rules=all_facts(rules, findings),
        pages=tuple(judged.pages),
        findings=findings,
        issues=issues,
        inventory=taker.inventory(),
        lists=lists_used(lists, evidence.scan.started),
        standards=standards,
        frameworks=frameworks,
        documents=documents,
        sources=sources,
        rule_changes=tuple(changes),
        sample=_sample_of(judged, coverage, evidence),
        source=source_summary(evidence.source),
        statements=tuple(statements_of(site)),
        journeys=evidence.end.journeys,
    )


def _coverage(evidence: EvidenceReader, judged: Judged) -> Coverage:
    """Return how much was seen, of the site's source as well."""
    coverage = coverage_of(evidence, judged)
    if evidence.source is None:
        return coverage
    return replace(coverage, notes=(*coverage.notes, *source_notes(evidence.source)))


def _cited(rules: Sequence[Rule]) -> dict[str, dict[str, list[str]]]:
    return {rule.id: rule.facts.standards for rule in rules}


def pages_of_crawl(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages that can be come to by their address, which states of journeys cannot."""
    return tuple(page for page in pages if not page.journey)


def _sample_of(
    judged: Judged, coverage: Coverage, evidence: EvidenceReader
) -> EvaluationSample | None:
    """Return the sample for evaluation by people; None when the scan was not asked for it."""
    scan = evidence.scan
    if scan.settings.get("sample") != EM:
        return None
    return choose_sample(judged.pages, coverage.documents, scan.seed)


def _of_scope(rules: Iterable[Rule], scope: Scope) -> list[Rule]:
    return [rule for rule in rules if rule.scope == scope]


def _grouped(
    judged: Judged, rules: Iterable[Rule], changes: Iterable[RuleChange]
) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    """Return findings and issues; what is advice otherwise counts where it was asked for."""
    asked_for = any(change.change == "not-chosen" for change in changes)
    parts = SiteParts.of(judged.lean)
    return group(judged.found, {rule.id: rule for rule in rules}, parts, asked_for=asked_for)


def _judge_page(page: Page, rules: Sequence[Rule], judged: Judged, lists: Lists) -> PageResult:
    outcomes: dict[str, RuleOutcome] = {}
    parts = parts_that_count(page)
    for rule in rules:
        if page.visit.state == "failed" and not (rule.facts.error_pages and _is_error_page(page)):
            outcomes[rule.id] = RuleOutcome("untested")
            continue
        run = apply_rule(rule, page, lists)
        if run.crash:
            judged.crashed.append(CollectorFailure(page.url, rule.id, run.crash))
        outcomes[rule.id] = run.summary(unseen=_unseen(page, rule, parts))
        judged.found += [RawFinding.on(page, rule, outcome) for outcome in run.findings()]
    if page.visit.state != "failed":
        _note_gaps(page, judged)
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


def _unseen(page: Page, rule: Rule, parts: Iterable[PagePart]) -> str:
    """Return what of *page* the rule could not look at, as a sentence; empty when nothing."""
    if page.visit.state == "failed":
        return _ERROR_PAGE
    if page.visit.state == "partial" and page.visit.reason != COVERED:
        return _IN_PART
    part = unseen_part(rule, parts, covered=is_covered(page))
    if part:
        return part
    axe = page.evidence.axe
    if rule.facts.axe is not None and not isinstance(axe, Missing) and axe.untested_frames:
        return "axe-core could not be run in every frame of the page."
    return ""


def _judge_site(site: Site, rules: Sequence[Rule], judged: Judged, lists: Lists) -> None:
    known = {page.url for page in judged.pages}
    # They are being put together here, and are fixed for whoever reads them.
    tables = [(page, cast("dict[str, RuleOutcome]", page.outcomes)) for page in judged.pages]
    # A dialog hides nothing of what rules over the site compare.
    in_part = {p.url for p in site.pages if p.visit.state == "partial" and not is_covered(p)}
    for rule in rules:
        run = apply_rule(rule, site, lists)
        if run.crash:
            judged.crashed.append(CollectorFailure("", rule.id, run.crash))
        judged.found += [
            RawFinding(rule, o, o.place.url if o.place.url in known else "") for o in run.findings()
        ]
        per_page: dict[str, RuleRun] = {}
        for outcome in run.outcomes:
            if outcome.place.url in known:
                take(per_page.setdefault(outcome.place.url, RuleRun()), iter((outcome,)))
        for url, times in run.passed_at.items():
            if url in known:
                per_page.setdefault(url, RuleRun()).passed = times
        general = RuleRun()
        if run.missing or run.crash:
            general = RuleRun(missing=run.missing, crash=run.crash, passed=run.passed)
        of_others = general.summary(unseen="")
        of_others_in_part = general.summary(unseen=_IN_PART)
        for result, outcomes in tables:
            own = per_page.get(result.url)
            unseen = _IN_PART if result.url in in_part else ""
            if own is not None:
                outcomes[rule.id] = own.summary(unseen=unseen)
            elif result.state == "failed":
                outcomes[rule.id] = RuleOutcome("untested")
            else:
                outcomes[rule.id] = of_others_in_part if unseen else of_others


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
