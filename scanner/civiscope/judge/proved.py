"""What rules for single pages proved, as rules over the site may hold a statement against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from civiscope.judge.findings import RawFinding
from civiscope.model import ProvedFailure
from civiscope.results import Finding
from civiscope.rulebook import Rule, Rulebook

_WCAG = "WCAG 2.2"
_MAX_PAGES = 10


@dataclass
class _Failure:
    certain: bool = False
    pages: dict[str, None] = field(default_factory=dict[str, None])
    rules: dict[str, None] = field(default_factory=dict[str, None])


@dataclass(frozen=True, slots=True)
class _Proof:
    rule: str
    page: str
    certain: bool
    standards: Mapping[str, Sequence[str]]


def proved_failures(
    found: Iterable[RawFinding], rules: Sequence[Rule], books: Sequence[Rulebook]
) -> tuple[ProvedFailure, ...] | None:
    """Return the criteria of WCAG that failed for sure; None when no rule speaks of any."""
    if not any(_WCAG in rule.facts.standards for rule in rules):
        return None
    return _failures(
        (
            _Proof(one.rule.id, one.page, one.confidence == "certain", one.rule.facts.standards)
            for one in found
            if one.outcome.verdict == "failed" and not one.needs_review
        ),
        books,
    )


def failures_in_results(
    found: Iterable[Finding], rules: Sequence[Rule], books: Sequence[Rulebook]
) -> tuple[ProvedFailure, ...] | None:
    """Return the same from the findings of results, of rules for single pages."""
    of_pages = {rule.id: rule for rule in rules if rule.scope == "page"}
    if not any(_WCAG in rule.facts.standards for rule in of_pages.values()):
        return None
    return _failures(
        (
            _Proof(
                one.rule,
                one.page,
                one.confidence == "certain",
                of_pages[one.rule].facts.standards,
            )
            for one in found
            if one.rule in of_pages and one.outcome == "failed" and not one.needs_review
        ),
        books,
    )


def _failures(proofs: Iterable[_Proof], books: Sequence[Rulebook]) -> tuple[ProvedFailure, ...]:
    failures: dict[str, _Failure] = {}
    for one in proofs:
        for criterion in one.standards.get(_WCAG, ()):
            failure = failures.setdefault(criterion, _Failure())
            failure.certain = failure.certain or one.certain
            failure.pages[one.page] = None
            failure.rules[one.rule] = None
    entries = {
        key: entry
        for book in books
        for name, standard in book.standards.items()
        if name == _WCAG
        for key, entry in standard.entries.items()
    }
    return tuple(
        ProvedFailure(
            criterion=criterion,
            level=entries[criterion].level if criterion in entries else "",
            since=entries[criterion].since if criterion in entries else "",
            certain=failure.certain,
            pages=tuple(failure.pages)[:_MAX_PAGES],
            rules=tuple(failure.rules),
        )
        for criterion, failure in sorted(failures.items(), key=_in_order)
    )


def _in_order(entry: tuple[str, object]) -> list[int]:
    return [int(part) for part in entry[0].split(".") if part.isdecimal()]
