"""Make pages, evidence, rules and results for tests of rules, collectors and reports.

Give what a test is about; all the rest is plausible. A rule's check is tried on a page like this:

    from civiscope.testing import make_page, verdicts

    page = make_page(fields={"server": "Apache/2.4.41"})
    assert verdicts(check(page)) == [("failed", "version")]

Beside that, `check`, `PageResult` and `Axe` look at the page that a test of a site has open
(docs/adapters.md).
"""

from importlib.metadata import entry_points
from typing import Any

from civiscope.testing.browser import visit_html
from civiscope.testing.evidence import judge_pages, write_evidence
from civiscope.testing.pages import (
    BROKEN,
    HOME,
    NOT_GATHERED,
    make_evidence,
    make_page,
    make_response,
    make_site,
    page_of_data,
    verdicts,
    without,
)
from civiscope.testing.results import (
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
    make_scan,
)
from civiscope.testing.rules import make_rule

__all__ = [
    "BROKEN",
    "HOME",
    "NOT_GATHERED",
    "START",
    "judge_pages",
    "make_consent",
    "make_coverage",
    "make_evidence",
    "make_finding",
    "make_inventory",
    "make_issue",
    "make_not_seen",
    "make_page",
    "make_page_result",
    "make_response",
    "make_results",
    "make_rule",
    "make_rule_facts",
    "make_scan",
    "make_site",
    "page_of_data",
    "verdicts",
    "visit_html",
    "without",
    "write_evidence",
]

_ABOVE = "civiscope.testing"
"""The group of entry points by which rooms above this one offer what stands here: `check`,
`PageResult`, `Axe`."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol
    for entry in entry_points(group=_ABOVE, name=name):
        value = entry.load()
        globals()[name] = value
        return value
    raise AttributeError(f"module 'civiscope.testing' has no attribute {name!r}")
