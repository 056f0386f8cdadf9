"""What was known of a site at some day: its issues, their pages, and the rules that ran."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from civiscope.model import Severity
from civiscope.model.fingerprints import fingerprint
from civiscope.results import IssuePart, Results, issue_parts
from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_ci.baseline.skeletons import skeleton

FINGERPRINTS = 1
"""The way fingerprints are made; each begins with this number."""
_MAX_SKELETONS = 20


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One issue, with what is needed to know it again."""

    fingerprint: str
    rule: str
    message: str
    """Name of the rule's message."""
    component: str
    severity: Severity
    needs_review: bool
    pages: dict[str, int]
    """Keys of the pages it was seen on, each with how often; the empty key is the site."""
    skeletons: tuple[str, ...]
    """Hashes of the elements' lasting parts, to know them again by when names have changed."""
    element: bool
    """Whether it is about elements; headers, cookies and sites have names that are their own."""
    first_seen: str
    """ISO date."""
    fixed: str = ""
    """ISO date since when it is fixed; it is kept so that its return is noticed."""
    reason: str = ""
    """Why it was accepted, when it was not there at the beginning."""

    @property
    def kind(self) -> tuple[str, str, bool]:
        """What an entry must share with another to be taken for it."""
        return self.rule, self.message, self.needs_review

    @property
    def occurrences(self) -> int:
        """How often it was seen, on all pages."""
        return sum(self.pages.values())


@dataclass(frozen=True, slots=True)
class Baseline:
    """The content of a baseline file."""

    created: str
    updated: str
    engines: dict[str, str]
    """Name and version of each engine and rulebook that gave the findings."""
    rules: tuple[str, ...]
    """Rules that ran."""
    pages: tuple[str, ...]
    """Pages that were fully scanned."""
    issues: tuple[BaselineEntry, ...] = field(default=())
    elements: dict[str, int] = field(default_factory=dict[str, int])
    """Roughly how many elements each of the pages had, by its key."""

    @property
    def open(self) -> tuple[BaselineEntry, ...]:
        """Entries that are not fixed."""
        return tuple(entry for entry in self.issues if not entry.fixed)


def create(results: Results, base_urls: Mapping[str, str] | None = None) -> Baseline:
    """Return a baseline that accepts every issue of *results*."""
    keys = PageKeys.of(results, base_urls)
    day = day_of(results)
    return Baseline(
        created=day,
        updated=day,
        engines=engines_of(results),
        rules=tuple(sorted(rule.id for rule in results.rules)),
        pages=tuple(sorted(pages_seen(results, keys))),
        issues=in_order(entry for _, entry in entries(results, keys)),
        elements=element_counts(results, keys),
    )


def entries(results: Results, keys: PageKeys) -> list[tuple[IssuePart, BaselineEntry]]:
    """Return each part of an issue with the entry that a baseline would hold for it.

    Parts are what issues were before issues had parts, so old baselines know them.
    """
    day = day_of(results)
    return [(part, _entry(part, keys, day)) for part in issue_parts(results)]


def day_of(results: Results) -> str:
    """Return the day on which the site was seen, as ISO date."""
    return results.scan.started[:10]


def pages_seen(results: Results, keys: PageKeys) -> set[str]:
    """Return the keys of the pages that were fully scanned."""
    return {
        keys.page(page.url)
        for page in results.pages
        if page.state == "complete" and page.kind == "page"
    }


def elements_seen(results: Results, keys: PageKeys) -> dict[str, int]:
    """Return the number of elements of each page fully scanned, by its key."""
    return {
        keys.page(page.url): page.elements
        for page in results.pages
        if page.state == "complete" and page.kind == "page" and page.elements > 0
    }


def element_counts(results: Results, keys: PageKeys) -> dict[str, int]:
    """Return the same as a baseline keeps it.

    Rounded to a power of two, so that a baseline does not change with every news item.
    """
    seen = elements_seen(results, keys)
    return {key: 2 ** round(math.log2(number)) for key, number in sorted(seen.items())}


def engines_of(results: Results) -> dict[str, str]:
    """Return the versions that findings depend on."""
    return dict(sorted({**results.tool.engines, **results.tool.rulebooks}.items()))


def in_order(found: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    """Return entries in the order of the file; of two with one fingerprint, both their pages."""
    merged: dict[str, BaselineEntry] = {}
    for entry in found:
        twin = merged.get(entry.fingerprint)
        merged[entry.fingerprint] = entry if twin is None else _merge_entries(twin, entry)
    return tuple(sorted(merged.values(), key=lambda e: (e.rule, e.component, e.fingerprint)))


def _merge_entries(one: BaselineEntry, other: BaselineEntry) -> BaselineEntry:
    pages = dict(Counter(one.pages) + Counter(other.pages))
    skeletons = sorted({*one.skeletons, *other.skeletons})[:_MAX_SKELETONS]
    return replace(one, pages=dict(sorted(pages.items())), skeletons=tuple(skeletons))


def _entry(part: IssuePart, keys: PageKeys, day: str) -> BaselineEntry:
    issue, findings = part.issue, part.findings
    message = findings[0].message_id if findings else ""
    needs_review = findings[0].needs_review if findings else issue.needs_review
    component = keys.text(part.component)
    own = part.fingerprint
    if component != part.component:
        own = fingerprint(part.rule, message, component, str(needs_review))
    counts = Counter(keys.page(finding.page) for finding in findings)
    if not findings:
        counts.update(keys.page(url) for url in issue.example_pages)
    skeletons = {
        fingerprint(form)[:8]
        for form in (skeleton(keys.text(f.snippet)) for f in findings if f.selector)
        if form
    }
    return BaselineEntry(
        fingerprint=f"{FINGERPRINTS}:{own}",
        rule=part.rule,
        message=message,
        component=component,
        severity=part.severity,
        needs_review=needs_review,
        pages=dict(sorted(counts.items())),
        skeletons=tuple(sorted(skeletons)[:_MAX_SKELETONS]),
        element=any(finding.selector for finding in findings),
        first_seen=day,
    )
