"""Say of each issue whether it is new, was known, is fixed, or could not be looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from civiscope.results import Issue, IssuePart, PageResult, Results
from civiscope.web.urls import redact_url
from civiscope_ci.baseline.baseline import Baseline, BaselineEntry, engines_of, entries, pages_seen
from civiscope_ci.baseline.elements import collapsed_pages
from civiscope_ci.baseline.matching import match
from civiscope_ci.baseline.page_keys import PageKeys

State = Literal[
    "new",
    "existing",
    "fixed",
    "reopened",
    "waived",
    "waiver-expired",
    "unverified",
    "flaky",
    "engine-new",
]

RULES_AS_OF = date(2026, 11, 23)
"""Day on which the rules and engines of this version were last changed; set with each release."""


@dataclass(frozen=True, slots=True)
class IssueStatus:
    """An issue, or a part of one, with its state."""

    state: State
    entry: BaselineEntry
    """As it is now; for what is not there any more, as it was."""
    issue: Issue | None
    """The issue that it is a part of; None when it was not found this time."""
    was: BaselineEntry | None = None
    """The entry of the baseline, when there is one."""
    reason: str = ""
    """A sentence, where the state needs one."""
    part: IssuePart | None = None
    """The part as it was found."""

    @property
    def pages(self) -> tuple[str, ...]:
        """Keys of its pages."""
        return tuple(self.entry.pages)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results beside a baseline."""

    stated: tuple[IssueStatus, ...]
    """What was found, in the order of the results, then what was not."""
    keys: PageKeys
    seen: frozenset[str]
    """Keys of the pages that were fully scanned."""
    baseline: Baseline | None
    collapsed: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Pages that lost most of their elements, each with how many it had and has."""
    reused: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys of the pages that were not visited, because what an earlier scan saw of them is reused;
    each with the day of that."""

    @property
    def visited(self) -> frozenset[str]:
        """Keys of the pages that this very scan has fully scanned."""
        return self.seen - self.reused.keys()

    @property
    def counts(self) -> dict[State, int]:
        """How many issues have each state."""
        return dict(Counter(each.state for each in self.stated))

    def of(self, *states: State) -> tuple[IssueStatus, ...]:
        """Return what has one of *states*."""
        return tuple(each for each in self.stated if each.state in states)


def compare(
    results: Results,
    baseline: Baseline | None,
    *,
    today: date | None = None,
    base_urls: Mapping[str, str] | None = None,
    keys: PageKeys | None = None,
    by_occurrence: bool = False,
    engine_grace: int = 30,
    flaky: Collection[str] = (),
) -> Comparison:
    """Return the state of every issue in *results*; without a *baseline*, all of them are new.

    Engines are compared only when *today* is given, by which their time of grace is counted.
    *flaky* are fingerprints of parts of issues that were looked for again and not seen. With
    *by_occurrence*, an issue that is known is new on pages that it was not known on.
    """
    keys = keys or PageKeys.of(results, base_urls)
    if baseline is not None:
        keys = keys.standing_in(baseline.pages, (page.url for page in results.pages))
    current = entries(results, keys)
    known = baseline.issues if baseline is not None else ()
    pairs, gone = match([entry for _, entry in current], known)
    changed = _Changed.between(results, baseline, today, engine_grace)
    stated: list[IssueStatus] = []
    for number, (part, entry) in enumerate(current):
        was = pairs.get(number)
        if was is None:
            found = [_new(part, entry, changed, flaky)]
        elif was.fixed:
            why = f"It was fixed on {was.fixed}."
            found = [IssueStatus("reopened", entry, part.issue, was, why)]
        else:
            found = _known(part, entry, was, by_occurrence, flaky)
        stated += [replace(each, part=part) for each in found]
    collapsed = collapsed_pages(baseline, results, keys)
    verifier = _Verifier(results, keys, collapsed)
    stated += [_gone(old, verifier) for old in gone if not old.fixed]
    seen = frozenset(pages_seen(results, keys))
    reused = {
        keys.page(page.url): page.reused_from[:10] for page in results.pages if page.reused_from
    }
    return Comparison(tuple(stated), keys, seen, baseline, collapsed, reused)


@dataclass(frozen=True, slots=True)
class _Changed:
    """Which rules are not those that the baseline was made with, and until when that matters."""

    rules: frozenset[str]
    graced: bool

    @classmethod
    def between(
        cls, results: Results, baseline: Baseline | None, today: date | None, grace: int
    ) -> _Changed:
        if baseline is None or today is None:
            return cls(frozenset(), False)
        now = engines_of(results)
        books = {name: now.get(name) for name in results.tool.rulebooks}
        books_changed = any(baseline.engines.get(name) != v for name, v in books.items())
        axe_changed = baseline.engines.get("axe-core") != now.get("axe-core")
        before = set(baseline.rules)
        rules = {
            rule.id
            for rule in results.rules
            if rule.id not in before
            or (axe_changed if rule.checked_by == "axe-core" else books_changed)
        }
        begun = max(RULES_AS_OF, _day(baseline.updated))
        return cls(frozenset(rules), today < begun + timedelta(days=grace))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _new(
    part: IssuePart, entry: BaselineEntry, changed: _Changed, flaky: Collection[str]
) -> IssueStatus:
    issue = part.issue
    if part.fingerprint in flaky or issue.id in flaky:
        return IssueStatus("flaky", entry, issue, reason="It was not seen again on a second visit.")
    if part.rule in changed.rules and changed.graced:
        why = "Its rule, or the engine that checks it, is not the one of the baseline."
        return IssueStatus("engine-new", entry, issue, reason=why)
    return IssueStatus("new", entry, issue)


def _known(
    part: IssuePart,
    entry: BaselineEntry,
    was: BaselineEntry,
    by_occurrence: bool,
    flaky: Collection[str],
) -> list[IssueStatus]:
    issue = part.issue
    more = {page: times for page, times in entry.pages.items() if page not in was.pages}
    if not by_occurrence or not more:
        return [IssueStatus("existing", entry, issue, was)]
    kept = {page: times for page, times in entry.pages.items() if page in was.pages}
    state: State = "flaky" if {part.fingerprint, issue.id} & set(flaky) else "new"
    found = [
        IssueStatus(state, replace(entry, pages=more), issue, was, "It is new on these pages.")
    ]
    if kept:
        found.insert(0, IssueStatus("existing", replace(entry, pages=kept), issue, was))
    return found


class _Verifier:
    """Knows where a rule has looked, so that what it did not find is not there."""

    def __init__(self, results: Results, keys: PageKeys, collapsed: Collection[str]) -> None:
        self._collapsed = collapsed
        self._pages = {keys.page(page.url): page for page in results.pages}
        self._documents = {redact_url(each.url): each for each in results.documents}
        self._source_read = results.source is not None
        self._sources = {each.path: each for each in results.sources}
        self._rules = {rule.id: rule for rule in results.rules}
        self._crashed = {(broke.page, broke.collector) for broke in results.coverage.rules_crashed}
        self._kept = Counter((found.page, found.rule) for found in results.findings)

    def doubt(self, entry: BaselineEntry) -> str:
        """Return why *entry* may still be there; empty when its rule has looked everywhere."""
        if entry.rule not in self._rules:
            return f"The rule {entry.rule} did not run."
        if ("", entry.rule) in self._crashed:
            return f"The rule {entry.rule} broke."
        if self._rules[entry.rule].scope == "document":
            return self._doubt_document(entry)
        if self._rules[entry.rule].scope == "source":
            return self._doubt_source(entry)
        for key in entry.pages:
            if not key:
                if not any(page.state == "complete" for page in self._pages.values()):
                    return "No page was fully scanned."
                continue
            page = self._pages.get(key)
            if page is None or page.state != "complete":
                how = "seen" if page is None else "fully scanned"
                return f"The page {key} was not {how}."
            if page.reused_from:
                return f"The page {key} was not visited: what an earlier scan saw of it is reused."
            if key in self._collapsed:
                return f"The page {key} has lost most of its elements."
            if not self._was_looked_for(page, entry.rule):
                return f"The rule {entry.rule} could not look at all of the page {key}."
        return ""

    def _doubt_document(self, entry: BaselineEntry) -> str:
        document = self._documents.get(entry.component)
        if document is None:
            return f"The document {entry.component} was not looked into."
        outcome = document.outcomes.get(entry.rule)
        if outcome is None or outcome.outcome in {"untested", "cantTell"} or outcome.reason:
            return f"The rule {entry.rule} could not look at all of {entry.component}."
        return ""

    def _doubt_source(self, entry: BaselineEntry) -> str:
        if not self._source_read:
            return "The source of the site was not read."
        # A component begins with the path of its file; a file that is gone takes its faults along.
        name = next((each for each in self._sources if entry.component.startswith(f"{each} ")), "")
        outcome = self._sources[name].outcomes.get(entry.rule) if name else None
        if outcome and (outcome.outcome == "untested" or outcome.reason):
            return f"The rule {entry.rule} could not look at all of {name}."
        return ""

    def _was_looked_for(self, page: PageResult, rule: str) -> bool:
        outcome = page.outcomes.get(rule)
        if outcome is None or outcome.outcome == "untested" or outcome.reason:
            return False
        # Results keep only so many findings of one rule on a page; the count goes on.
        counted = outcome.failed + outcome.cant_tell
        scope = self._rules[rule].scope
        return scope == "site" or counted <= self._kept[page.url, rule]


def _gone(old: BaselineEntry, verifier: _Verifier) -> IssueStatus:
    doubt = verifier.doubt(old)
    if doubt:
        return IssueStatus("unverified", old, None, old, doubt)
    return IssueStatus("fixed", old, None, old)
