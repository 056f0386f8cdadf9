"""Turn outcomes into findings, and findings into issues: one problem each, wherever it shows."""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import cast

from civiscope.judge.causes import PartKey, by_cause, part_id
from civiscope.judge.engine_words import named_values, plain_message
from civiscope.judge.rule_facts import facts_of
from civiscope.judge.site_parts import SiteParts
from civiscope.model import Confidence, Missing, Outcome, Page
from civiscope.model.fingerprints import fingerprint
from civiscope.results import Finding, Issue, RequestSeen, SourceLocation
from civiscope.results.ranking import counting_advice, rank
from civiscope.rulebook import Rule
from civiscope.rulebook.translations import placeholders

_EXAMPLES = 10
_MAX_MESSAGE = 1000
_MAX_STEPS = 20
_MAX_STEP = 200
NOWHERE = SiteParts()
"""No part of the site is known to weigh more."""
UNDECIDED = "undecided"
"""The message of a rule on what axe-core leaves open. Baselines know such parts without one."""


@dataclass(frozen=True, slots=True)
class RawFinding:
    """A failed or needs-review outcome, with the rule and page it belongs to."""

    rule: Rule
    outcome: Outcome
    page: str
    screenshot: str = ""
    request: RequestSeen | None = None
    journey: str = ""
    step: str = ""

    @classmethod
    def on(cls, page: Page, rule: Rule, outcome: Outcome) -> RawFinding:
        """Return it with what *page* shows of it; of the page itself nothing is kept."""
        shot = page.evidence.screenshot
        return cls(
            rule=rule,
            outcome=outcome,
            page=page.url,
            journey=page.journey,
            step=page.step,
            screenshot="" if isinstance(shot, Missing) else shot,
            request=_request(page, outcome.place.url),
        )

    @property
    def confidence(self) -> Confidence:
        """How sure this outcome is."""
        return self.outcome.confidence or self.rule.facts.confidence

    @property
    def needs_review(self) -> bool:
        """Whether a person must decide."""
        return self.outcome.verdict == "cannot_tell" or self.confidence == "tentative"

    @property
    def background(self) -> str:
        """What is behind the text that it is about, or the part of a field that has its style.

        Empty where that is not told.
        """
        facts = self.outcome.facts
        return named_values(str(facts.get("summary", ""))).get("behind", "") or str(
            facts.get("part", "")
        )

    @property
    def foreground(self) -> str:
        """The colour of the text that it is about; empty where that is not told."""
        return named_values(str(self.outcome.facts.get("summary", ""))).get("text", "")

    @property
    def ratio(self) -> str:
        """The contrast that it is about, to two digits; empty where that is not told."""
        facts = self.outcome.facts
        named = named_values(str(facts.get("summary", ""))).get("ratio", "")
        told = named or str(facts.get("ratio") or facts.get("least") or "")
        return f"{float(told):.2f}" if re.fullmatch(r"\d+(?:\.\d+)?", told) else ""

    @property
    def key(self) -> PartKey:
        """What makes it the same part of an issue as another finding; baselines know parts."""
        outcome = self.outcome
        by_rule = self.rule.facts.group == "rule"
        component = "" if by_rule else outcome.place.component
        message = "" if outcome.message == UNDECIDED else outcome.message
        return self.rule.id, message, component, self.needs_review


def group(
    found: Sequence[RawFinding],
    rules: Mapping[str, Rule],
    parts: SiteParts = NOWHERE,
    *,
    asked_for: bool = False,
) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    """Return findings, sorted by page order, and the issues they make, worst first.

    Good practice is advice, unless the rules were *asked for* by name or by framework. What is in
    one of the *parts* of the site that are met more often weighs more.
    """
    causes = by_cause(found)
    standards = {
        rule.id: _standards(rule) for rule in {one.rule.id: one.rule for one in found}.values()
    }
    members: dict[str, list[RawFinding]] = defaultdict(list)
    findings: list[Finding] = []
    times: Counter[str] = Counter()
    for one, cause in zip(found, causes, strict=True):
        members[cause].append(one)
        findings.append(_finding(one, cause, times, standards[one.rule.id]))
    issues = [_issue(own, issue_id, parts) for issue_id, own in members.items()]
    if asked_for:
        issues = list(counting_advice(issues))
    facts = {rule.id: facts_of(rule) for rule in rules.values()}
    issues.sort(key=lambda issue: (issue.advice, issue.needs_review, *rank(issue, facts)))
    return tuple(findings), tuple(issues)


def render(rule: Rule, outcome: Outcome) -> str:
    """Return the message of *outcome* for people."""
    template = rule.facts.messages.get(outcome.message)
    if template is None:
        summary = str(outcome.facts.get("summary", ""))
        return plain_message(rule.problem, summary)[:_MAX_MESSAGE]
    try:
        return _Formatter().vformat(template, (), dict(outcome.facts))[:_MAX_MESSAGE]
    except (ValueError, TypeError):
        # A format that does not fit its value ({count:,} of a text) is no reason to lose a finding.
        return template[:_MAX_MESSAGE]


def named_in(rule: Rule, outcome: Outcome) -> dict[str, str | int | float]:
    """Return what the message of *outcome* names, for reports in other languages."""
    template = rule.facts.messages.get(outcome.message)
    if template is None:
        return {**named_values(str(outcome.facts.get("summary", "")))}
    facts = outcome.facts
    try:
        names = _names_in(template)
    except ValueError:
        return {}
    return {name: _plain(facts[name]) for name in names if name in facts}


# The same few hundred messages are told thousands of times.
@lru_cache(maxsize=4096)
def _names_in(template: str) -> tuple[str, ...]:
    return tuple(sorted(placeholders(template)))


def _plain(value: object) -> str | int | float:
    finite = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return cast("int | float", value) if finite else str(value)[:_MAX_MESSAGE]


class _Formatter(string.Formatter):
    """Fills in facts by their bare names; nothing a page says can reach further."""

    def get_field(self, field_name: str, args: object, kwargs: object) -> tuple[object, str]:
        name = field_name.partition(".")[0].partition("[")[0]
        facts = cast("dict[str, object]", kwargs)
        return facts.get(name, f"{{{name}}}"), name


def _finding(
    one: RawFinding, issue: str, times: Counter[str], standards: dict[str, tuple[str, ...]]
) -> Finding:
    rule, outcome, place = one.rule, one.outcome, one.outcome.place
    part = part_id(one.key)
    own = fingerprint(part, one.page, place.url if place.url != one.page else "", place.selector)
    times[own] += 1
    return Finding(
        id=fingerprint(own, str(times[own])),
        issue=issue,
        rule=rule.id,
        outcome="failed" if outcome.verdict == "failed" else "cantTell",
        needs_review=one.needs_review,
        severity=rule.severity,
        confidence=one.confidence,
        message=render(rule, outcome),
        message_id=outcome.message,
        page=one.page,
        url=place.url if place.url != one.page else "",
        selector=place.selector,
        snippet=place.snippet,
        box=place.box,
        frame=place.frame,
        component=place.component,
        standards=standards,
        fingerprint=own,
        screenshot=one.screenshot,
        request=one.request,
        trace=_trace(outcome.facts.get("trace")),
        part=part if part != issue else "",
        document_page=place.document_page,
        values=named_in(rule, outcome),
        source=_place_in_source(one),
        journey=one.journey,
        step=one.step,
    )


def _place_in_source(one: RawFinding) -> tuple[SourceLocation, ...]:
    """Return the place of a finding about a file of the source."""
    place = one.outcome.place
    if one.rule.scope != "source" or place.line is None:
        return ()
    here = SourceLocation(place.url, place.line, place.column, snippet=place.snippet)
    return (here,)


def _request(page: Page, url: str) -> RequestSeen | None:
    """Return the first request for *url* that the page made, when it is another than its own."""
    if not url or url == page.url:
        return None
    request = page.request_for(url)
    if request is None:
        return None
    asked = request.initiator
    return RequestSeen(
        method=request.method,
        type=request.type,
        status=request.response.status if request.response is not None else None,
        failed=request.blocked or request.failed,
        asked_by=asked.type,
        script=asked.url or next(iter(asked.stack), ""),
        line=asked.line,
    )


def _trace(steps: object) -> tuple[str, ...]:
    if not isinstance(steps, list | tuple):
        return ()
    told = cast("Sequence[object]", steps)[:_MAX_STEPS]
    return tuple(str(step)[:_MAX_STEP] for step in told)


def _standards(rule: Rule) -> dict[str, tuple[str, ...]]:
    return {name: tuple(keys) for name, keys in sorted(rule.facts.standards.items())}


def _all_standards(members: Sequence[RawFinding]) -> dict[str, tuple[str, ...]]:
    """Return what the rules of *members* cite, each clause once."""
    cited: dict[str, list[str]] = {}
    for rule in {member.rule.id: member.rule for member in members}.values():
        for name, keys in rule.facts.standards.items():
            cited.setdefault(name, []).extend(keys)
    return {name: tuple(dict.fromkeys(keys)) for name, keys in sorted(cited.items())}


def _issue(members: Sequence[RawFinding], issue_id: str, parts: SiteParts) -> Issue:
    # The rule that the issue is of says it best; others only say the same of the same places.
    also = list(dict.fromkeys(member.rule.id for member in members))
    first = next(
        (one for one in members if not set(one.rule.facts.same_as) & set(also)), members[0]
    )
    own = [member for member in members if member.rule.id == first.rule.id]
    pages = list(dict.fromkeys(member.page for member in members if member.page))
    return Issue(
        id=issue_id,
        rule=first.rule.id,
        title=first.rule.problem,
        outcome="failed" if first.outcome.verdict == "failed" else "cantTell",
        needs_review=first.needs_review,
        severity=first.rule.severity,
        confidence=first.confidence,
        message=render(first.rule, first.outcome),
        component=first.outcome.place.component,
        pages=len(pages),
        occurrences=len(own),
        example_pages=tuple(pages[:_EXAMPLES]),
        snippet=first.outcome.place.snippet,
        standards=_all_standards(members),
        fingerprint=issue_id,
        also=tuple(rule for rule in also if rule != first.rule.id),
        advice=first.rule.facts.kind == "best-practice",
        document=first.outcome.place.url if first.rule.scope in {"document", "source"} else "",
        site_part=parts.part(pages),
    )
