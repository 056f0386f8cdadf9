"""Outcomes of rules on pages as reports tell them: a hint alone is not a failure."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.results import EarlOutcome, PageResult, Results, RuleOutcome


def only_hints(results: Results) -> frozenset[tuple[str, str]]:
    """Return page and rule wherever all that was found is for a person to decide."""
    hinted: set[tuple[str, str]] = set()
    sure: set[tuple[str, str]] = set()
    for found in results.findings:
        (hinted if found.needs_review else sure).add((found.page, found.rule))
    return frozenset(hinted - sure)


def outcomes_of(
    page: PageResult, hints: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, EarlOutcome, RuleOutcome]]:
    """Yield each rule with its outcome on *page*: failed only where a failure is certain or firm.

    A rule that is tentative counts its hints as failed places; that reaches reports as cantTell.
    """
    for rule, said in page.outcomes.items():
        hint = said.outcome == "failed" and (page.url, rule) in hints
        yield rule, "cantTell" if hint else said.outcome, said
