"""Hold a report of conformance to every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from civiscope_reports.conformance.catalogues import (
    DEFAULT_CATALOGUE,
    catalogues,
    fitting_catalogue,
)
from civiscope_reports.conformance.checks import claims, facts
from civiscope_reports.conformance.checks.mistake import AcrMistake, CheckContext
from civiscope_reports.conformance.values import ConformanceReport

RULES: dict[str, str] = {
    "acr/schema": "The file has the form that OpenACR asks for",
    "acr/catalog": "The report goes by the catalog, and the version of WCAG, that is asked for",
    "acr/duplicate": "No criterion is told twice",
    "acr/missing-criterion": "Every criterion at A and AA is told",
    "acr/level-missing": "Every claim has a level",
    "acr/failure-without-remark": "What fails is explained",
    "acr/na-without-remark": "What does not apply is explained",
    "acr/not-evaluated-a-aa": "Every criterion at A and AA was evaluated",
    "acr/draft-left": "The report is no draft",
    "acr/date": "The report has a date of the past twelve months",
    "acr/product-version": "The report names the product and its version",
    "acr/product-named-differently": "The report names one product",
    "acr/methods": "The report says how people evaluated the product",
    "acr/methods-by-similarity": "This product was evaluated, and not another one",
    "acr/uniform": "Levels and remarks are each criterion's own",
    "acr/na-implausible": "What every web page has is not said not to apply",
    "acr/remark-contradicts-level": "Remarks say what levels say",
    "acr/leftover": "No words of the template or of reviewers are left",
    "acr/term-unknown": "Levels are terms of the template",
}
"""Rule → what is right, as a sentence."""

_CHECKS: tuple[Callable[[CheckContext], Iterator[AcrMistake]], ...] = (
    facts.check_schema,
    facts.check_catalogue,
    facts.check_draft,
    facts.check_date,
    facts.check_product,
    facts.check_methods,
    claims.check_missing,
    claims.check_duplicates,
    claims.check_levels,
    claims.check_not_evaluated,
    claims.check_remarks,
    claims.check_implausible,
    claims.check_uniform,
    claims.check_leftover,
)
_RANK = {"error": 0, "ask": 1, "note": 2}


def check_report(
    report: ConformanceReport, today: date, *, asked_catalogue: str = "", asked_wcag: str = ""
) -> tuple[AcrMistake, ...]:
    """Return what is wrong with *report*, worst first, in the order of its rules."""
    fits = fitting_catalogue((each.number for each in report.claims), report.edition)
    names = (asked_catalogue, report.catalogue, fits, DEFAULT_CATALOGUE)
    chosen = next(catalogues()[name] for name in names if name in catalogues())
    context = CheckContext(report, chosen, today, asked_catalogue, asked_wcag)
    order = list(RULES)
    found = [mistake for check in _CHECKS for mistake in check(context)]
    return tuple(sorted(found, key=lambda each: (_RANK[each.weight], order.index(each.rule))))
