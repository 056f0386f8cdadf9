"""Monitoring under the Web Accessibility Directive: minimum samples, pages, and the export.

By Implementing Decision (EU) 2018/1524. The numbers of its Annex I were not read in the original;
the figures that Denmark and Ireland published fit them. What a scan sees is a part of a test:
nothing here says that a requirement is met.
"""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from civiscope.results import Results
from civiscope.results.sample import EvaluationSample, SampledPage, choose_sample

Method = Literal["simplified", "in-depth"]
_WCAG = "WCAG 2.2"
_UNTIL = "2.1"
"""EN 301 549 V3.2.1, the harmonised standard, has WCAG 2.1."""
_PER_100_000 = {1: 2, 2: 2}
_LATER = 3
_BASE = 75
_IN_DEPTH_SHARE = 0.05
_IN_DEPTH_BASE = 10
_APPS_BASE = 6
_MIN_SIMPLIFIED = 3
_CONTRADICTED = "statement/contradicted"
_NOTHING_BEFORE: Mapping[str, object] = {"fixed": 0, "open": 0, "new": 0, "not_seen_again": 0}
_FIRST_KINDS = ("home page", "accessibility statement", "contact", "form")
COLUMNS = [
    *("site_id", "url", "body", "level", "nuts", "service_category", "in_previous_period"),
    *("method", "sample_seed", "pages_n", "page_types_found", "page_types_missing", "date_from"),
    *("date_to", "tool", "tool_version", "standard", "clause", "criterion", "level_of_criterion"),
    *("user_needs", "result", "instances", "pages_affected", "to_review", "evidence_ref"),
    *("statement_url", "statement_status", "statement_prepared", "statement_reviewed"),
    *(
        "statement_contradiction",
        "notified_on",
        "retest_on",
        "fixed",
        "open",
        "new",
        "not_seen_again",
    ),
]
SITE_FIELDS = (
    *("site_id", "body", "level", "nuts", "service_category", "in_previous_period"),
    *("notified_on", "retest_on"),
)


@dataclass(frozen=True, slots=True)
class MonitoringMinima:
    """How many sites and apps a state has to test in one period, at least."""

    simplified: int
    in_depth: int
    apps: int
    repeated: int
    """Sites of the simplified sample to be tested again, a tenth; none in the first period."""
    new: int
    """Sites of it that were not tested in the period before, half; none in the first."""


def monitoring_minima(population: int, period: int) -> MonitoringMinima:
    """Return the minima for a state of *population* inhabitants in the nth *period*."""
    per = _PER_100_000.get(period, _LATER)
    least = per * population / 100_000 + _BASE
    simplified = round(least)
    return MonitoringMinima(
        simplified=simplified,
        in_depth=round(_IN_DEPTH_SHARE * least + _IN_DEPTH_BASE),
        apps=round(population / 1_000_000 + _APPS_BASE),
        repeated=math.ceil(simplified / 10) if period > 1 else 0,
        new=math.ceil(simplified / 2) if period > 1 else 0,
    )


def monitoring_sample(results: Results, method: Method, seed: int) -> EvaluationSample:
    """Return the pages of one site that a test of *method* should take.

    In depth it is the structured sample with a tenth at random. Simplified it is the home page and
    as many others as fit the site's size: those of other kinds first.
    """
    whole = choose_sample(results.pages, results.coverage.documents, seed)
    if method == "in-depth":
        return whole
    seen = sum(page.kind == "page" and page.state != "failed" for page in results.pages)
    count = max(_MIN_SIMPLIFIED, math.ceil(math.sqrt(seen)))
    first = sorted(whole.structured, key=lambda page: (_rank(page), page.url))
    return EvaluationSample(
        structured=tuple(first[:count]),
        random=(),
        documents=whole.documents[:1],
        not_found=whole.not_found,
        seed=seed,
    )


def _rank(page: SampledPage) -> int:
    return min(
        (_FIRST_KINDS.index(kind) for kind in page.kinds if kind in _FIRST_KINDS),
        default=len(_FIRST_KINDS),
    )


@dataclass(frozen=True, slots=True)
class MonitoredSite:
    """A site's results, and what the state knows of it."""

    results: Results
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the names of `SITE_FIELDS`."""
    before: Results | None = None
    """Results of the test before, when this one is a test again."""


def export(sites: Sequence[MonitoredSite], method: Method, seed: int) -> str:
    """Return CSV with a row for each site and success criterion."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for number, site in enumerate(sites, 1):
        for row in _rows(site, number, method, seed):
            writer.writerow({key: _safe(value) for key, value in row.items()})
    return out.getvalue()


def _rows(
    site: MonitoredSite, number: int, method: Method, seed: int
) -> Iterator[dict[str, object]]:
    results = site.results
    sample = monitoring_sample(results, method, seed)
    kinds = sorted({kind for page in sample.pages for kind in page.kinds})
    general: dict[str, object] = {
        **{name: site.facts.get(name, "") for name in SITE_FIELDS},
        "site_id": site.facts.get("site_id") or str(number),
        "url": next(iter(results.scan.targets), ""),
        "method": method,
        "sample_seed": seed,
        "pages_n": sum(page.state != "failed" for page in results.pages if page.kind == "page"),
        "page_types_found": "; ".join(kinds),
        "page_types_missing": "; ".join(sample.not_found),
        "date_from": results.scan.started[:10],
        "date_to": (results.scan.finished or results.scan.started)[:10],
        "tool": results.tool.name,
        "tool_version": results.tool.version,
        "standard": "EN 301 549 V3.2.1",
        "evidence_ref": results.scan.id,
        **_statement(results),
    }
    found = _by_criterion(results)
    needs = _needs(results)
    again = _tested_again(site)
    for criterion, clause in _criteria(results):
        failed, pages, review = found.get(criterion, (0, 0, 0))
        tested = bool(needs.get(criterion))
        yield {
            **general,
            "clause": f"9.{criterion}",
            "criterion": criterion,
            "level_of_criterion": clause,
            "user_needs": "; ".join(sorted(needs.get(criterion, ()))),
            # Never "pass": what a scan does not find may be there.
            "result": "fail" if failed else "not-found" if tested else "not-tested",
            "instances": failed,
            "pages_affected": pages,
            "to_review": review,
            **again.get(criterion, _NOTHING_BEFORE if site.before else {}),
        }


def _criteria(results: Results) -> Iterator[tuple[str, str]]:
    """Yield the success criteria of levels A and AA of WCAG 2.1, with their level."""
    for standard in results.standards:
        if standard.name == _WCAG:
            for key, clause in standard.clauses.items():
                if clause.level in {"A", "AA"} and (clause.since or "2.0") <= _UNTIL:
                    yield key, clause.level


def _needs(results: Results) -> Mapping[str, set[str]]:
    needs: defaultdict[str, set[str]] = defaultdict(set)
    for rule in results.rules:
        for criterion in rule.standards.get(_WCAG, ()):
            needs[criterion].update(rule.affects or ("everyone",))
    return needs


def _by_criterion(results: Results) -> Mapping[str, tuple[int, int, int]]:
    """Return failures, pages with them, and places for a person to look at, by criterion."""
    failures: defaultdict[str, int] = defaultdict(int)
    pages: defaultdict[str, set[str]] = defaultdict(set)
    reviews: defaultdict[str, int] = defaultdict(int)
    for finding in results.findings:
        for criterion in finding.standards.get(_WCAG, ()):
            if finding.needs_review:
                reviews[criterion] += 1
            else:
                failures[criterion] += 1
                pages[criterion].add(finding.page)
    return {
        criterion: (failures[criterion], len(pages[criterion]), reviews[criterion])
        for criterion in failures.keys() | reviews.keys()
    }


def _statement(results: Results) -> dict[str, object]:
    """Return what the site's statement claims, and whether the scan proved otherwise."""
    first = next(iter(results.statements), None)
    if first is None:
        return {"statement_status": "not-found"}
    said = [finding for finding in results.findings if finding.rule == _CONTRADICTED]
    ran = any(rule.id == _CONTRADICTED for rule in results.rules)
    contradiction = "no" if ran else ""
    if said:
        contradiction = "review" if all(finding.needs_review for finding in said) else "yes"
    return {
        "statement_url": first.url,
        "statement_status": first.status,
        "statement_prepared": first.prepared,
        "statement_reviewed": first.reviewed,
        "statement_contradiction": contradiction,
    }


def _tested_again(site: MonitoredSite) -> Mapping[str, dict[str, object]]:
    """Return how many failures of each criterion were fixed, are still open, or are new.

    A failure is fixed only where its page was seen again.
    """
    if site.before is None:
        return {}
    seen = {page.url for page in site.results.pages if page.state != "failed"}
    before, now = _failures(site.before), _failures(site.results)
    rows: dict[str, dict[str, object]] = {}
    for criterion in before.keys() | now.keys():
        was, found = before.get(criterion, {}), now.get(criterion, {})
        gone = [was[each] for each in was.keys() - found.keys()]
        fixed = sum(not page or page in seen for page in gone)
        rows[criterion] = {
            "fixed": fixed,
            "open": len(was.keys() & found.keys()),
            "new": len(found.keys() - was.keys()),
            "not_seen_again": len(gone) - fixed,
        }
    return rows


def _failures(results: Results) -> Mapping[str, dict[tuple[str, str], str]]:
    """Return by criterion the page of each failure, by its fingerprint and page."""
    failures: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for finding in results.findings:
        if not finding.needs_review:
            for criterion in finding.standards.get(_WCAG, ()):
                failures[criterion][finding.fingerprint, finding.page] = finding.page
    return failures


def _safe(value: object) -> object:
    """Return *value* so that no spreadsheet takes it for a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value
