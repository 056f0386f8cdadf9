"""Results as judging gives them: what a test is about, and the rest plausible."""

# ruff: noqa: ANN401 - what may be changed is checked by dataclasses.replace.
from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from civiscope.judge.frameworks import standards_and_frameworks
from civiscope.model import Box
from civiscope.results import (
    SCHEMA_VERSION,
    ConsentComparison,
    ConsentPass,
    CookieListed,
    Coverage,
    Finding,
    HeaderListed,
    HostListed,
    Inventory,
    Issue,
    NotSeen,
    PageResult,
    Results,
    RuleFacts,
    RuleOutcome,
    Scan,
    ThirdParty,
    Tool,
)
from civiscope.rulebook import Rulebook, load_rulebooks

START = "https://www.example.gov/"


def make_rule_facts(rule_id: str = "accessibility/image-alt", **changes: Any) -> RuleFacts:
    """Return what results say of a rule."""
    rule = RuleFacts(
        id=rule_id,
        title="Images have a text alternative",
        area=rule_id.partition("/")[0],
        kind="requirement",
        severity="critical",
        confidence="certain",
        scope="page",
        checked_by="axe-core",
        affects=("no-vision", "limited-vision"),
        standards={"WCAG 2.2": ("1.1.1",), "EN 301 549": ("9.1.1.1",)},
        why="A screen reader says the *file name*, or nothing.",
        fix='Give the `img` an `alt`.\n\n```html\n<img src="seal.png" alt="Seal">\n```\n',
        messages={},
        options={},
    )
    return replace(rule, **changes)


def make_issue(issue_id: str = "i1", **changes: Any) -> Issue:
    """Return an issue; by default a picture without a text alternative."""
    issue = Issue(
        id=issue_id,
        rule="accessibility/image-alt",
        title="Images have a text alternative",
        outcome="failed",
        needs_review=False,
        severity="critical",
        confidence="certain",
        message="The image has no text alternative.",
        component="img.seal",
        pages=1,
        occurrences=1,
        example_pages=(START,),
        snippet='<img src="seal.png">',
        standards={"WCAG 2.2": ("1.1.1",), "EN 301 549": ("9.1.1.1",)},
        fingerprint=f"print-{issue_id}",
    )
    return replace(issue, **changes)


def make_finding(issue: Issue, number: int = 1, **changes: Any) -> Finding:
    """Return one finding of *issue*, on the start page."""
    finding = Finding(
        id=f"{issue.id}-{number}",
        issue=issue.id,
        rule=issue.rule,
        outcome=issue.outcome,
        needs_review=issue.needs_review,
        severity=issue.severity,
        confidence=issue.confidence,
        message=issue.message,
        message_id="",
        page=START,
        url="",
        selector="header > img.seal",
        snippet=issue.snippet,
        box=Box(16, 24, 120, 48.5),
        frame="",
        component=issue.component,
        standards=issue.standards,
        fingerprint=issue.fingerprint,
    )
    return replace(finding, **changes)


def make_page_result(url: str = START, **changes: Any) -> PageResult:
    """Return a page of results that was fully scanned and where one rule failed."""
    page = PageResult(
        url=url,
        final_url=url,
        status=200,
        title="Department of Examples",
        kind="page",
        template="",
        state="complete",
        detail="",
        found_on="",
        depth=0,
        outcomes={"accessibility/image-alt": RuleOutcome("failed", passed=3, failed=1)},
    )
    return replace(page, **changes)


def make_coverage(**changes: Any) -> Coverage:
    """Return the coverage of a scan that saw its one page."""
    coverage = Coverage(
        found=1,
        visited=1,
        partial=(),
        failed=(),
        skipped=(),
        skipped_total=0,
        documents=(),
        frames_not_tested=(),
        collectors_failed=(),
        rules_crashed=(),
        start_page_seen=True,
        walls=(),
    )
    return replace(coverage, **changes)


def make_scan(**changes: Any) -> Scan:
    """Return the facts of a scan."""
    scan = Scan(
        id="scan-1",
        targets=(START,),
        started="2026-11-23T08:00:00Z",
        finished="2026-11-23T08:05:00Z",
        seed=1,
        depth="standard",
        settings={"max_pages": 100},
    )
    return replace(scan, **changes)


def make_results(*issues: Issue, **changes: Any) -> Results:
    """Build results with one rule for each that the issues name, and one finding an issue."""
    rules = tuple(
        make_rule_facts(rule_id) for rule_id in dict.fromkeys(issue.rule for issue in issues)
    )
    results = Results(
        schema_version=SCHEMA_VERSION,
        tool=Tool("civiscope", "0.1.0", "Chromium 156", {"axe-core": "4.14.1"}, {"builtin": "0.1"}),
        scan=make_scan(),
        coverage=make_coverage(),
        rules=rules or (make_rule_facts(),),
        pages=(make_page_result(),),
        findings=tuple(make_finding(issue) for issue in issues),
        issues=issues,
    )
    made = replace(results, **changes)
    if changes.keys() & {"standards", "frameworks"}:
        return made
    citations = {rule.id: rule.standards for rule in made.rules}
    standards, frameworks = standards_and_frameworks(_books(), citations)
    return replace(made, standards=standards, frameworks=frameworks)


@cache
def _books() -> tuple[Rulebook, ...]:
    return load_rulebooks()


def make_inventory(text: str = "") -> Inventory:
    """Build one entry of each list; *text*, when given, stands in all that a site may fill."""
    cookie = CookieListed(
        name=text or "_ga",
        domain=text or ".example.gov",
        path=text or "/",
        third_party=False,
        lifetime=63_072_000,
        secure=True,
        http_only=False,
        same_site=text or "Lax",
        set_by="script",
        purpose="analytics",
        owner="Google Analytics",
        pages=2,
        example=text or START,
    )
    hsts = HeaderListed(
        "strict-transport-security",
        protective=True,
        pages=1,
        lacking=1,
        without=(text or f"{START}services/",),
        values=((text or "max-age=31536000", 1),),
    )
    return Inventory(
        hosts=(
            HostListed(
                text or "www.example.gov", 2, 2, ("h2",), ("TLS 1.3",), text or "CA", "2027-01-15"
            ),
        ),
        third_parties=(
            ThirdParty(
                text or "google-analytics.com",
                text or "Google Analytics",
                "analytics",
                (text or "www.google-analytics.com",),
                ("fetch", "script"),
                2,
                text or START,
                cookies=0,
            ),
        ),
        cookies=(cookie,),
        headers=(
            hsts,
            HeaderListed("x-frame-options", True, 0, 2, (START, f"{START}services/")),
            HeaderListed(text or "server", False, 2, 0, (), ((text or "nginx", 2),), 3),
        ),
        left_out={"cookies": 12},
    )


def make_consent(text: str = "") -> ConsentComparison:
    """Build a comparison in which every kind of visit saw something, and one failed."""
    others = (text or "google-analytics.com",)
    kept = (text or "_ga on .example.gov",)
    tracked = ConsentPass(
        "none", "complete", "", 12, others, others, cookies=kept, identifiers=kept
    )
    return ConsentComparison(
        passes=(
            tracked,
            ConsentPass("reject", "partial", text or "The next page was not seen.", 10),
            replace(tracked, mode="accept", requests=31, storage=kept),
            ConsentPass("gpc", "failed", text or "The browser tab crashed."),
        ),
        banner=text or "A bar with the buttons “Accept all” and “Reject”.",
        platform=text or "OneTrust",
        before=(text or "Google Analytics: counts visitors",),
        despite_no=(),
        only_after_yes=kept,
    )


def make_not_seen(
    path: str, reason: str = "timeout", detail: str = "No answer in 30 s."
) -> NotSeen:
    """Return a page that was not seen, for *reason*."""
    return NotSeen(f"https://www.example.gov/{path}", reason, detail, START)
