"""Results that every format is tried on: small enough to read, with one of everything."""

from __future__ import annotations

from civiscope.results import DocumentListed, Results, RuleOutcome
from civiscope.testing import (
    START,
    make_consent,
    make_coverage,
    make_finding,
    make_inventory,
    make_issue,
    make_not_seen,
    make_page_result,
    make_results,
    make_rule_facts,
)
from civiscope_reports import Context, ReportSource, Waived
from civiscope_reports.content.earlier import Earlier, EarlierIssue

PAGES = tuple(f"{START}news/{number}" for number in range(200))
HSTS = make_rule_facts(
    "security/hsts",
    title="Pages tell browsers to stay on HTTPS",
    severity="serious",
    affects=("everyone",),
    standards={"OMB M-15-13": ("HTTPS-Only Standard",)},
)
QUIET = make_rule_facts(
    "site/title", title="Each page has a title of its own", severity="moderate", standards={}
)
CONTEXT = Context(
    states={"footer": "new", "hsts": "existing"},
    waived={"hsts": Waived("The supplier mends it in spring.", "web@example.gov", "2027-03-01")},
    by_area={"accessibility": {"new": 1, "fixed": 2}, "security": {"waived": 1}},
    gate="failed",
    reasons=("1 new issue is of severity serious or worse.",),
    sources=(ReportSource(f"{START}news/*", "templates/footer.html", 12),),
    earlier=(
        Earlier(
            id="september",
            started="2026-09-01T08:00:00Z",
            site="www.example.gov",
            pages=180,
            counts={"critical": 1, "serious": 1},
            failures={
                "footer": EarlierIssue(
                    "accessibility/image-alt", "Images have a text alternative", "critical"
                ),
                "gone": EarlierIssue("site/title", "Each page has a title of its own", "serious"),
            },
            to_check=frozenset({"review"}),
        ),
    ),
)


def footer_results() -> Results:
    """One defect in the footer of 200 pages, one of the site as a whole, one thing to check."""
    image = make_rule_facts(
        standards={"WCAG 2.2": ("1.1.1",), "EN 301 549": ("9.1.1.1",), "ACT": ("23a2a8",)}
    )
    footer = make_issue(
        "footer", pages=200, occurrences=200, example_pages=PAGES[:10], component="footer img.seal"
    )
    hsts = make_issue(
        "hsts",
        rule=HSTS.id,
        title=HSTS.title,
        severity="serious",
        message="The response has no Strict-Transport-Security header.",
        component="strict-transport-security",
        pages=0,
        example_pages=(),
        snippet="",
        standards=HSTS.standards,
    )
    review = make_issue("review", outcome="cantTell", needs_review=True, confidence="tentative")
    failed = {image.id: RuleOutcome("failed", failed=1), QUIET.id: RuleOutcome("passed", passed=1)}
    return make_results(
        footer,
        hsts,
        review,
        rules=(image, HSTS, QUIET),
        findings=(
            *(make_finding(footer, n, page=page) for n, page in enumerate(PAGES)),
            make_finding(hsts, page="", selector="", snippet="", box=None),
            make_finding(review, page=START),
        ),
        pages=(
            make_page_result(
                outcomes={**failed, HSTS.id: RuleOutcome("failed", failed=1)},
                consent=make_consent(),
            ),
            *(make_page_result(page, outcomes=dict(failed)) for page in PAGES),
        ),
        coverage=make_coverage(
            found=203,
            visited=201,
            failed=(make_not_seen("old", "dns"),),
            skipped=(make_not_seen("day/1", "trap"),),
            skipped_total=1,
            documents=(DocumentListed(f"{START}a.pdf", START, 200, "application/pdf", 48_000),),
        ),
        inventory=make_inventory(),
    )


def small_results() -> Results:
    """The same with two of the pages, for files that people review."""
    whole = footer_results()
    kept = {START, *PAGES[:2], ""}
    others = whole.issues[1:]
    return make_results(
        make_issue("footer", pages=2, occurrences=2, example_pages=PAGES[:2], component="footer"),
        *others,
        rules=whole.rules,
        findings=tuple(found for found in whole.findings if found.page in kept),
        pages=tuple(page for page in whole.pages if page.url in kept),
        coverage=whole.coverage,
        inventory=whole.inventory,
    )
