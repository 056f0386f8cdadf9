"""Judge: apply rules to evidence. Plain functions; no network, no browser, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from civiscope.evidence import EvidenceReader
from civiscope.judge.apply import RuleRun, apply_rule, take
from civiscope.judge.coverage import Judged, coverage_of, scan_of, tool_of
from civiscope.judge.documents import judge_documents
from civiscope.judge.findings import RawFinding, group
from civiscope.judge.frameworks import standards_and_frameworks
from civiscope.judge.inventory import InventoryTaker
from civiscope.judge.lists_used import lists_used
from civiscope.judge.pages import IN_PART
from civiscope.judge.parts import (
    is_covered,
)
from civiscope.judge.processes import judged_pieces
from civiscope.judge.proved import proved_failures
from civiscope.judge.rule_facts import all_facts
from civiscope.judge.site_digest import site_of
from civiscope.judge.site_parts import SiteParts
from civiscope.judge.source_join import PageElements, join_sources
from civiscope.judge.sources import judge_sources, source_notes, source_summary
from civiscope.judge.statements import statements_of
from civiscope.lists import Lists
from civiscope.model import Page, Site
from civiscope.model.rule_change import RuleChange
from civiscope.results import (
    SCHEMA_VERSION,
    CollectorFailure,
    Coverage,
    Finding,
    Issue,
    Results,
    RuleOutcome,
)
from civiscope.results.sample import EM, EvaluationSample, choose_sample
from civiscope.rulebook import Rule, Rulebook, Scope


def judge(
    evidence: EvidenceReader,
    rules: Sequence[Rule],
    books: Sequence[Rulebook] = (),
    lists: Lists | None = None,
    *,
    changes: Sequence[RuleChange] = (),
    processes: int | None = None,
) -> Results:
    """Return what *rules* say of *evidence*, going by *lists*; the same three give the same bytes.

    *books* tell what laws ask for, *changes* which rules are not among them, or not with the
    values of their pages. Without *lists*, only those that travel with civiscope are used. Pages
    are judged in as many *processes* as pay, where no number is given.
    """
    lists = lists or Lists.packaged()
    judged, taker, elements = Judged(), InventoryTaker(), PageElements()
    page_rules = _of_scope(rules, "page")
    for piece in judged_pieces(evidence, page_rules, lists, elements, processes=processes):
        judged.add(piece.judged)
        for notes in piece.notes:
            taker.add(notes)
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
        of_others_in_part = general.summary(unseen=IN_PART)
        for result, outcomes in tables:
            own = per_page.get(result.url)
            unseen = IN_PART if result.url in in_part else ""
            if own is not None:
                outcomes[rule.id] = own.summary(unseen=unseen)
            elif result.state == "failed":
                outcomes[rule.id] = RuleOutcome("untested")
            else:
                outcomes[rule.id] = of_others_in_part if unseen else of_others
