"""Small results and baselines for tests of the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from civiscope.results import Finding, Issue, Results, RuleOutcome
from civiscope.testing import (
    START,
    make_coverage,
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
)
from civiscope_ci.baseline import Baseline, BaselineEntry, create

IMAGES = "accessibility/image-alt"
LABELS = "accessibility/label"

Found = tuple[Issue, tuple[Finding, ...]]
"""An issue with its findings."""


def found(
    issue: str = "i1",
    *,
    on: tuple[str, ...] = ("/",),
    times: int = 1,
    snippet: str = '<img class="seal" src="/seal.png">',
    base: str = START,
    **changes: Any,  # noqa: ANN401 - see factories
) -> Found:
    """Return an issue and its findings, *times* on each page that *on* names."""
    made = make_issue(issue, pages=len(on), occurrences=len(on) * times, snippet=snippet, **changes)
    made = replace(made, fingerprint=f"{made.rule}|{made.component}")
    findings = tuple(
        make_finding(made, number, page=base.rstrip("/") + path, id=f"{issue}{path}{number}")
        for path in on
        for number in range(times)
    )
    return made, findings


def results(
    *issues: Found,
    seen: tuple[str, ...] = ("/", "/a", "/b"),
    partly: tuple[str, ...] = (),
    base: str = START,
    **changes: Any,  # noqa: ANN401 - see factories
) -> Results:
    """Return results of a scan that saw the pages *seen* whole and *partly* in part."""
    rules = (make_rule_facts(IMAGES), make_rule_facts(LABELS))
    pages = tuple(
        make_page_result(
            base.rstrip("/") + path,
            state="partial" if path in partly else "complete",
            outcomes={
                rule.id: RuleOutcome(
                    "failed" if _times(issues, rule.id, path) else "passed",
                    failed=_times(issues, rule.id, path),
                )
                for rule in rules
            },
        )
        for path in (*seen, *partly)
    )
    built = make_results(
        *(issue for issue, _ in issues),
        rules=rules,
        pages=pages,
        findings=tuple(finding for _, findings in issues for finding in findings),
        coverage=make_coverage(visited=len(seen)),
    )
    return replace(built, **changes)


def baseline(*issues: Found, **changes: Any) -> Baseline:  # noqa: ANN401
    """Return the baseline that accepts these issues."""
    return create(results(*issues, **changes))


def entry(known: Baseline, component: str = "img.seal") -> BaselineEntry:
    """Return the entry for *component*."""
    return next(each for each in known.issues if each.component == component)


def _times(issues: tuple[Found, ...], rule: str, path: str) -> int:
    return sum(
        finding.rule == rule and finding.page.endswith(path)
        for _, findings in issues
        for finding in findings
    )
