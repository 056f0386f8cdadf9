"""Change a baseline: accept what is new, note what is fixed, merge two branches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from civiscope.errors import UsageError
from civiscope.results import Results
from civiscope_ci.baseline.baseline import (
    Baseline,
    BaselineEntry,
    day_of,
    element_counts,
    engines_of,
    in_order,
)
from civiscope_ci.baseline.states import Comparison, IssueStatus

_SHORTEST_ID = 6
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Changed:
    """A baseline after a change, and what the change was."""

    baseline: Baseline
    entries: tuple[BaselineEntry, ...]
    """The entries that were added, fixed or removed."""


def accept(
    baseline: Baseline,
    results: Results,
    comparison: Comparison,
    words: Collection[str] = (),
    reason: str = "",
) -> Changed:
    """Return *baseline* with what is new in *results* and named by *words*; all of it without any.

    A word is a rule, or the beginning of a fingerprint. Raises UsageError for one that names
    nothing new.
    """
    coming = comparison.of("new", "reopened", "engine-new")
    for word in words:
        if not any(_named(word, each) for each in coming):
            raise UsageError(
                f"{word!r} names no issue that is new; name a rule or a fingerprint (its first "
                f"{_SHORTEST_ID} characters do), as `civiscope baseline diff` lists them."
            )
    chosen = [each for each in coming if not words or any(_named(word, each) for word in words)]
    added = [_accept_entry(each, reason) for each in chosen]
    replaced = {each.was.fingerprint for each in chosen if each.was is not None}
    kept = (entry for entry in baseline.issues if entry.fingerprint not in replaced)
    everything = not words
    return Changed(
        replace(
            baseline,
            updated=max(baseline.updated, day_of(results)),
            # Other engines are accepted only together with all that they find.
            engines=engines_of(results) if everything else baseline.engines,
            rules=_rules(baseline, results, chosen if words else None),
            pages=tuple(sorted({*baseline.pages, *comparison.seen})),
            issues=in_order((*kept, *added)),
            elements=_elements(baseline, results, comparison, everything),
        ),
        tuple(added),
    )


def prune(
    baseline: Baseline,
    results: Results,
    comparison: Comparison,
    *,
    gone: bool = False,
    forget: bool = False,
) -> Changed:
    """Return *baseline* without what *results* prove to be fixed.

    What is fixed stays as such, so that its return is noticed, unless *forget*. With *gone*, pages
    that were not seen are taken to be gone for good.
    """
    fixed = {each.entry.fingerprint for each in comparison.of("fixed")}
    lost = set(baseline.pages) - comparison.seen if gone else set[str]()
    kept: list[BaselineEntry] = []
    changed: list[BaselineEntry] = []
    today: defaultdict[int, list[IssueStatus]] = defaultdict(list)
    for each in comparison.of("existing"):
        today[id(each.was)].append(each)
    for entry in baseline.issues:
        heirs = [_heir(entry, each, comparison) for each in today[id(entry)]]
        for now in heirs or [entry]:
            left = {page: n for page, n in now.pages.items() if page not in lost}
            if not now.fixed and (now.fingerprint in fixed or not left):
                now = replace(now, fixed=day_of(results))
                changed.append(now)
            elif left:
                now = replace(now, pages=left)
            if not (forget and now.fixed):
                kept.append(now)
            elif entry.fixed:
                changed.append(entry)
    pages = tuple(page for page in baseline.pages if page not in lost)
    elements = {page: n for page, n in baseline.elements.items() if page not in lost}
    pruned = replace(baseline, pages=pages, issues=in_order(kept), elements=elements)
    if pruned != baseline:
        pruned = replace(pruned, updated=max(baseline.updated, day_of(results)))
    return Changed(pruned, tuple(changed))


def suggest(baseline: Baseline | None, results: Results, comparison: Comparison) -> Baseline:
    """Return the baseline that would accept *results* as they are."""
    empty = Baseline(day_of(results), day_of(results), {}, (), ())
    before = baseline or empty
    accepted = accept(before, results, comparison, (), "").baseline
    return prune(accepted, results, comparison).baseline


def merge(base: Baseline, ours: Baseline, theirs: Baseline) -> Baseline:
    """Return *ours* and *theirs* in one, as changed from *base* on either side."""
    newer = max(ours, theirs, key=lambda each: each.updated)
    issues = _merge_values(
        *(_by_print(each) for each in (base, ours, theirs)), settle=_both_entries
    )
    return Baseline(
        created=min(ours.created, theirs.created),
        updated=newer.updated,
        engines=newer.engines,
        rules=_merge_names(base.rules, ours.rules, theirs.rules),
        pages=_merge_names(base.pages, ours.pages, theirs.pages),
        issues=in_order(issues.values()),
        elements={**base.elements, **ours.elements, **theirs.elements, **newer.elements},
    )


def _elements(
    baseline: Baseline, results: Results, comparison: Comparison, everything: bool
) -> dict[str, int]:
    """Return the counts of pages: those of today when *everything* is accepted as it is."""
    now = element_counts(results, comparison.keys)
    return {**baseline.elements, **now} if everything else {**now, **baseline.elements}


def _heir(was: BaselineEntry, each: IssueStatus, comparison: Comparison) -> BaselineEntry:
    """Return what *was* is today: under its present name, and never more of it than before."""
    now = each.entry
    return replace(
        was,
        fingerprint=now.fingerprint,
        component=now.component,
        skeletons=now.skeletons,
        severity=now.severity,
        pages={
            page: min(times, now.pages.get(page, times))
            for page, times in was.pages.items()
            if page in now.pages or page not in comparison.visited
        },
    )


def _named(word: str, each: IssueStatus) -> bool:
    if word == each.entry.rule:
        return True
    prints = [each.entry.fingerprint, each.entry.fingerprint.partition(":")[2]]
    return len(word) >= _SHORTEST_ID and any(text.startswith(word) for text in prints)


def _accept_entry(each: IssueStatus, reason: str) -> BaselineEntry:
    first_seen = each.was.first_seen if each.was is not None else each.entry.first_seen
    entry = each.entry
    if each.was is not None and each.state == "new":
        # Known on other pages, and accepted on more.
        pages = dict(sorted({**each.was.pages, **entry.pages}.items()))
        entry = replace(entry, pages=pages)
    return replace(entry, first_seen=first_seen, reason=reason)


def _rules(
    baseline: Baseline, results: Results, chosen: Iterable[IssueStatus] | None
) -> tuple[str, ...]:
    if chosen is None:
        return tuple(sorted({*baseline.rules, *(rule.id for rule in results.rules)}))
    return baseline.rules


def _by_print(baseline: Baseline) -> dict[str, BaselineEntry]:
    return {entry.fingerprint: entry for entry in baseline.issues}


def _merge_names(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    sides = ({name: name for name in side} for side in (base, ours, theirs))
    return tuple(sorted(_merge_values(*sides, settle=lambda _base, ours, _theirs: ours)))


def _merge_values(
    base: Mapping[str, Value],
    ours: Mapping[str, Value],
    theirs: Mapping[str, Value],
    *,
    settle: Callable[[Value | None, Value, Value], Value],
) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for key in {**ours, **theirs}:
        old, one, other = base.get(key), ours.get(key), theirs.get(key)
        if one is not None and other is not None:
            merged[key] = other if one == old else one if other == old else settle(old, one, other)
        elif one is not None and one != old:
            merged[key] = one
        elif other is not None and other != old:
            merged[key] = other
    return merged


def _both_entries(
    base: BaselineEntry | None, ours: BaselineEntry, theirs: BaselineEntry
) -> BaselineEntry:
    """Settle an entry that both sides changed: fixed only when both say so."""
    pages = _merge_values(
        base.pages if base is not None else {},
        ours.pages,
        theirs.pages,
        settle=lambda _base, one, other: max(one, other),
    )
    return replace(
        ours,
        pages=dict(sorted((pages or ours.pages).items())),
        skeletons=tuple(sorted({*ours.skeletons, *theirs.skeletons})),
        first_seen=min(ours.first_seen, theirs.first_seen),
        fixed=min(ours.fixed, theirs.fixed) if ours.fixed and theirs.fixed else "",
        reason=ours.reason or theirs.reason,
    )
