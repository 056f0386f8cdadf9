"""Divide issues into the parts that baselines and waivers know them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.model import Severity
from civiscope.results.findings import Finding, Issue
from civiscope.results.results import Results


@dataclass(frozen=True, slots=True)
class IssuePart:
    """What one rule says, in the same words, of one component."""

    issue: Issue
    """The issue that it is a part of."""
    fingerprint: str
    rule: str
    component: str
    severity: Severity
    findings: tuple[Finding, ...]


def issue_parts(results: Results) -> Iterator[IssuePart]:
    """Yield the parts of every issue of *results*, in the order of the issues."""
    found: defaultdict[str, defaultdict[str, list[Finding]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for finding in results.findings:
        found[finding.issue][finding.part or finding.issue].append(finding)
    for issue in results.issues:
        if issue.id not in found:
            yield IssuePart(
                issue, issue.fingerprint, issue.rule, issue.component, issue.severity, ()
            )
        for part, own in found[issue.id].items():
            first = own[0]
            whole = not first.part
            yield IssuePart(
                issue=issue,
                fingerprint=issue.fingerprint if whole else part,
                rule=first.rule,
                component=issue.component if whole else first.component,
                severity=issue.severity if whole else first.severity,
                findings=tuple(own),
            )
