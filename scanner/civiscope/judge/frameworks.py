"""What rulebooks say of standards and frameworks, as results tell it to reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from civiscope.results import ClauseFacts, ClausesAsked, FrameworkFacts, StandardFacts
from civiscope.rulebook import Framework, Rulebook, Standard, StandardEntry


def standards_and_frameworks(
    books: Sequence[Rulebook], citations: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[tuple[StandardFacts, ...], tuple[FrameworkFacts, ...]]:
    """Return the frameworks of *books* that rules speak to, and the standards behind them.

    *citations* are what each rule cites: keys by the name of the standard, by the id of the rule.

    Of a standard only the clauses are told that a rule cites or one of the frameworks asks for.
    """
    standards = {name: standard for book in books for name, standard in book.standards.items()}
    cited: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for rule, standards_cited in citations.items():
        for name, keys in standards_cited.items():
            for key in keys:
                cited[name][key].append(rule)
    wanted: defaultdict[str, dict[str, None]] = defaultdict(dict)
    frameworks: list[FrameworkFacts] = []
    for framework in (each for book in books for each in book.frameworks):
        if not cited.keys() & framework.standards.keys():
            continue
        asked: dict[str, list[str]] = {}
        for name, key, _ in framework.clauses(standards):
            asked.setdefault(name, []).append(key)
            wanted[name][key] = None
        frameworks.append(_framework(framework, asked))
    for name, by_key in cited.items():
        wanted[name].update(dict.fromkeys(by_key))
    told = tuple(
        _standard(standard, wanted[name], cited[name])
        for name, standard in sorted(standards.items())
        if name in wanted
    )
    return told, tuple(frameworks)


def _framework(framework: Framework, asked: dict[str, list[str]]) -> FrameworkFacts:
    return FrameworkFacts(
        id=framework.id,
        title=framework.title,
        url=framework.url,
        jurisdiction=framework.jurisdiction,
        version=framework.version,
        in_force=framework.in_force,
        limits=framework.limits,
        clauses=tuple(ClausesAsked(name, tuple(keys)) for name, keys in asked.items()),
    )


def _standard(
    standard: Standard, wanted: dict[str, None], cited: dict[str, list[str]]
) -> StandardFacts:
    return StandardFacts(
        name=standard.name,
        title=standard.title,
        url=standard.url,
        version=standard.version,
        date=str(standard.date),
        clauses={
            key: _clause(entry, cited.get(key, []))
            for key, entry in standard.entries.items()
            if key in wanted
        },
    )


def _clause(entry: StandardEntry, rules: list[str]) -> ClauseFacts:
    return ClauseFacts(
        title=entry.title,
        level=entry.level,
        since=entry.since,
        url=entry.url,
        source=entry.source,
        outside=entry.outside,
        note=entry.note,
        rules=tuple(rules),
    )
