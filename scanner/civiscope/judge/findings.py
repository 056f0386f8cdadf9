"""Turn outcomes into findings, and findings into issues: one thing to fix, wherever it shows."""

from __future__ import annotations

import string
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from civiscope.model import Confidence, Missing, Outcome, Page
from civiscope.model.fingerprints import fingerprint
from civiscope.results import Finding, Issue, RequestSeen, severity_rank
from civiscope.rulebook import Rule

_EXAMPLES = 10
_MAX_MESSAGE = 1000
_MAX_STEPS = 20
_MAX_STEP = 200


@dataclass(frozen=True, slots=True)
class RawFinding:
    """A failed or needs-review outcome, with the rule and page it belongs to."""

    rule: Rule
    outcome: Outcome
    page: str
    screenshot: str = ""
    request: RequestSeen | None = None

    @classmethod
    def on(cls, page: Page, rule: Rule, outcome: Outcome) -> RawFinding:
        """Return it with what *page* shows of it; of the page itself nothing is kept."""
        shot = page.evidence.screenshot
        return cls(
            rule=rule,
            outcome=outcome,
            page=page.url,
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
    def key(self) -> tuple[str, str, str, bool]:
        """What makes it the same issue as another finding."""
        outcome = self.outcome
        by_rule = self.rule.facts.group == "rule"
        component = "" if by_rule else outcome.place.component
        return self.rule.id, outcome.message, component, self.needs_review


def group(
    found: Sequence[RawFinding], rules: Mapping[str, Rule]
) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    """Return findings, sorted by page order, and the issues they make, worst first."""
    by_key: dict[tuple[str, str, str, bool], list[RawFinding]] = defaultdict(list)
    for one in found:
        by_key[one.key].append(one)
    ids = {key: fingerprint(*map(str, key)) for key in by_key}
    findings: list[Finding] = []
    times: Counter[str] = Counter()
    standards = {one.rule.id: _standards(one.rule) for one, *_ in by_key.values()}
    for one in found:
        findings.append(_finding(one, ids[one.key], times, standards[one.rule.id]))
    issues = [_issue(members, ids[key]) for key, members in by_key.items()]
    issues.sort(
        key=lambda issue: (
            issue.needs_review,
            severity_rank(issue.severity),
            -issue.pages,
            -issue.occurrences,
            issue.rule,
            issue.component,
            issue.id,
        )
    )
    return tuple(findings), tuple(issues)


def render(rule: Rule, outcome: Outcome) -> str:
    """Return the message of *outcome* for people."""
    template = rule.facts.messages.get(outcome.message)
    if template is None:
        summary = str(outcome.facts.get("summary", ""))
        return (summary or rule.problem)[:_MAX_MESSAGE]
    try:
        return _Formatter().vformat(template, (), dict(outcome.facts))[:_MAX_MESSAGE]
    except (ValueError, TypeError):
        # A format that does not fit its value ({count:,} of a text) is no reason to lose a finding.
        return template[:_MAX_MESSAGE]


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
    own = fingerprint(issue, one.page, place.url if place.url != one.page else "", place.selector)
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
    )


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


def _issue(members: Sequence[RawFinding], issue_id: str) -> Issue:
    first = members[0]
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
        occurrences=len(members),
        example_pages=tuple(pages[:_EXAMPLES]),
        snippet=first.outcome.place.snippet,
        standards=_standards(first.rule),
        fingerprint=issue_id,
    )
