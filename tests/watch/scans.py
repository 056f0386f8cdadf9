"""Results of scans of one made-up site, night after night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from civiscope.results import Results, RuleOutcome
from civiscope.testing import (
    START,
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)

RULE = "accessibility/image-alt"


def scan(
    day: str,
    found: Mapping[str, Sequence[str]],
    *,
    pages: Sequence[str] = ("/",),
    rules: Sequence[str] = (RULE,),
    failed: Sequence[str] = (),
    reused: Mapping[str, str] | None = None,
    **changes: Any,  # noqa: ANN401 - fields of an issue
) -> Results:
    """Return results of a night on which components were *found* wrong, each on some pages.

    *failed* are pages that were not seen, *reused* those that were not visited, each with the day
    of the scan that was.
    """
    issues = [
        make_issue(
            component,
            component=component,
            snippet=f'<img class="{component}" src="/{component}.png">',
            fingerprint=f"print-{component}",
            pages=len(where),
            **changes,
        )
        for component, where in found.items()
    ]
    findings = [
        make_finding(issue, number, page=address(page), selector=f"img.{issue.component}")
        for issue in issues
        for number, page in enumerate(found[issue.component])
    ]
    seen = [
        make_page_result(
            address(page),
            state="failed" if page in failed else "complete",
            reused_from=(reused or {}).get(page, ""),
            outcomes={RULE: _outcome(sum(page in where for where in found.values()))},
        )
        for page in pages
    ]
    results = make_results(
        *issues,
        findings=tuple(findings),
        pages=tuple(seen),
        scan=make_scan(id=f"scan-{day}", started=f"{day}T02:00:00Z", finished=f"{day}T02:05:00Z"),
    )
    return replace(results, rules=tuple(make_rule_facts(each) for each in rules))


def _outcome(failed: int) -> RuleOutcome:
    return RuleOutcome("failed" if failed else "passed", passed=3, failed=failed)


def address(path: str) -> str:
    """Return the address of a page of the site."""
    return START.rstrip("/") + path
