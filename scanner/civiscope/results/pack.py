"""Gather what results repeat into tables, so that each thing is written once."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from civiscope.model import Box
from civiscope.results.findings import Finding, RequestSeen
from civiscope.results.packed import (
    Observation,
    PackedFinding,
    PackedPart,
    own_fingerprint,
    own_id,
)
from civiscope.results.pages import DocumentResult, PageResult, RuleOutcome, SourceResult
from civiscope.results.results import Results
from civiscope.results.rules import RuleFacts

Judged = PageResult | DocumentResult | SourceResult
K = TypeVar("K")
_SAMPLE = 200
"""Pages, documents or files of a kind that tell what is usual: another choice costs a few bytes."""
_NONE = -1


class FindingTables:
    """What findings say and where, each thing once, in the order of first use."""

    def __init__(self, results: Results) -> None:
        self.observations: list[Observation] = []
        self._known: dict[tuple[object, ...], int] = {}
        self._addresses: dict[str, int] = {}
        self._elements: dict[tuple[str, str], int] = {}
        self._findings = results.findings
        rules = {rule.id: rule for rule in results.rules}
        # One number each for what, page, element and script: tuples would take ten times as much.
        self._numbers = array("l")
        self._parts = results.coverage.parts
        for finding in results.findings:
            self._numbers.extend(self._numbers_of(finding, rules.get(finding.rule)))
        for part in self._parts:
            _number(self._addresses, part.page)

    @property
    def addresses(self) -> Iterable[str]:
        """Addresses of pages and scripts."""
        return self._addresses

    @property
    def elements(self) -> Iterable[tuple[str, str]]:
        """Selectors and snippets."""
        return self._elements

    def parts(self) -> Iterator[PackedPart]:
        """Yield each part that was not tested as it is written."""
        for part in self._parts:
            yield PackedPart(
                page=self._addresses[part.page],
                kind=part.kind,
                reason=part.reason,
                place=part.place,
                frame=part.frame,
            )

    def findings(self) -> Iterator[PackedFinding]:
        """Yield each finding as it is written."""
        numbers = self._numbers
        for place, finding in enumerate(self._findings):
            what, page, element, script = numbers[4 * place : 4 * place + 4]
            observation = self.observations[what]
            usual = own_fingerprint(observation, finding.page, finding.selector)
            yield PackedFinding(
                what=what,
                page=_or_none(page),
                element=_or_none(element),
                box=_packed_box(finding.box),
                fingerprint="" if finding.fingerprint == usual else finding.fingerprint,
                id="" if finding.id == own_id(finding.fingerprint) else finding.id,
                script=_or_none(script),
                line=finding.request.line if finding.request else None,
                screenshot=finding.screenshot,
                trace=finding.trace,
                document_page=finding.document_page,
                source=finding.source,
            )

    def _numbers_of(self, finding: Finding, rule: RuleFacts | None) -> tuple[int, int, int, int]:
        element = (finding.selector, finding.snippet)
        script = finding.request.script if finding.request else ""
        return (
            self._observation(finding, rule),
            _number(self._addresses, finding.page) if finding.page else _NONE,
            _number(self._elements, element) if any(element) else _NONE,
            _number(self._addresses, script) if script else _NONE,
        )

    def _observation(self, finding: Finding, rule: RuleFacts | None) -> int:
        request = finding.request
        key = (
            finding.issue,
            finding.rule,
            finding.message,
            finding.component,
            finding.url,
            finding.part,
            finding.message_id,
            finding.frame,
            finding.outcome,
            finding.needs_review,
            finding.severity,
            finding.confidence,
            tuple(finding.standards.items()),
            *finding.values.items(),
            # 1 and 1.0 are equal, and not the same text.
            *map(type, finding.values.values()),
            (request.method, request.type, request.status, request.failed, request.asked_by)
            if request
            else None,
            finding.journey,
            finding.step,
        )
        number = _number(self._known, key)
        if number == len(self.observations):
            self.observations.append(_observation_of(finding, rule))
        return number


def _observation_of(finding: Finding, rule: RuleFacts | None) -> Observation:
    request = finding.request
    as_rule = rule is not None and finding.standards == rule.standards
    return Observation(
        issue=finding.issue,
        rule=finding.rule,
        outcome=finding.outcome,
        message=finding.message,
        severity=None if rule and finding.severity == rule.severity else finding.severity,
        confidence=None if rule and finding.confidence == rule.confidence else finding.confidence,
        standards=None if as_rule else finding.standards,
        needs_review=finding.needs_review,
        message_id=finding.message_id,
        url=finding.url,
        frame=finding.frame,
        component=finding.component,
        part=finding.part,
        request=request
        and RequestSeen(
            request.method, request.type, request.status, request.failed, request.asked_by
        ),
        values=finding.values,
        journey=finding.journey,
        step=finding.step,
    )


class UsualOutcomes:
    """The outcomes that most pages, documents or files share, by the rules applied to them."""

    def __init__(self, results: Results) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self.usual: list[dict[str, RuleOutcome]] = []
        counts: list[dict[str, Counter[RuleOutcome]]] = []
        seen: list[int] = []
        every: tuple[Judged, ...] = (*results.pages, *results.documents, *results.sources)
        for judged in every:
            rules = tuple(sorted(judged.outcomes))
            number = _number(self._numbers, rules)
            if number == len(counts):
                counts.append({rule: Counter() for rule in rules})
                seen.append(0)
            seen[number] += 1
            if seen[number] <= _SAMPLE:
                for rule, outcome in judged.outcomes.items():
                    counts[number][rule][outcome] += 1
        for group in counts:
            self.usual.append({rule: found.most_common(1)[0][0] for rule, found in group.items()})

    def packed(self, judged: Judged) -> tuple[int, dict[str, RuleOutcome]]:
        """Return the number of the usual outcomes of *judged*, and its others, sorted by rule."""
        rules = tuple(sorted(judged.outcomes))
        number = self._numbers[rules]
        usual = self.usual[number]
        outcomes = judged.outcomes
        return number, {rule: outcomes[rule] for rule in rules if outcomes[rule] != usual[rule]}


def _number(table: dict[K, int], key: K) -> int:
    return table.setdefault(key, len(table))


def _or_none(number: int) -> int | None:
    return None if number == _NONE else number


def _packed_box(
    box: Box | None,
) -> tuple[int | float, int | float, int | float, int | float] | None:
    if box is None:
        return None
    return (_short(box.x), _short(box.y), _short(box.width), _short(box.height))


def _short(length: float) -> int | float:
    return int(length) if float(length).is_integer() else length
