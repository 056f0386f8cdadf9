"""Rules that were turned off or weakened stand in every report, with the reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.model.rule_change import RuleChange
from civiscope.results import Results, RuleOutcome
from civiscope.testing import make_page_result, make_results, make_rule_facts
from civiscope_reports import FORMATS
from civiscope_reports.content.frameworks import views
from civiscope_reports.content.gaps import gaps

REASON = "The supplier mends it in spring."
IMAGES: dict[str, tuple[str, ...]] = {"WCAG 2.2": ("1.1.1",)}
OFF = RuleChange(
    "accessibility/label",
    "Fields have a label",
    change="off",
    by="configuration",
    reason=REASON,
    severity="critical",
    standards=IMAGES,
)
WEAKER = RuleChange(
    "security/hsts",
    "Pages tell browsers to stay on HTTPS",
    change="severity",
    by="configuration",
    severity="serious",
    severity_now="info",
)
OTHER = RuleChange("site/title", "Titles", change="not-chosen", by="--rule", severity="moderate")


def clean(*changes: RuleChange) -> Results:
    """Return results in which one rule on images looked and found nothing."""
    page = make_page_result(outcomes={"accessibility/image-alt": RuleOutcome("passed", passed=1)})
    results = make_results(pages=(page,), rules=(make_rule_facts(standards=IMAGES),))
    return replace(results, rule_changes=changes)


@pytest.mark.parametrize(
    "name",
    [
        *("html", "markdown", "sarif", "junit", "csv", "csv-issues", "earl", "json", "frameworks"),
        *(
            "github",
            "gitlab",
            "gitlab-accessibility",
            "azure",
            "jenkins",
            "wcag-em",
            "wcag-em-data",
        ),
    ],
)
def test_a_rule_that_was_turned_off_stands_in_the_report_with_its_reason(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / FORMATS[name].file_name

    FORMATS[name].write(clean(OFF, WEAKER, OTHER), path)

    written = path.read_text("utf-8")
    assert OFF.rule in written or OFF.rule.replace("/", "-") in written
    assert REASON.rstrip(".") in written


def test_gaps_tell_what_was_turned_off_changed_and_not_chosen() -> None:
    found = {gap.title: gap for gap in gaps(clean(OFF, WEAKER, OTHER))}

    assert [item.detail for item in found["1 rule turned off by the configuration"].items] == [
        REASON
    ]
    assert "security/hsts (severity serious → info)" in (
        found["1 rule applied with other values than its own"].meaning
    )
    assert "1 rule not applied, because --rule asked for others" in found


def test_a_clause_whose_rules_were_turned_off_is_never_without_a_failure() -> None:
    def verdict(results: Results) -> str:
        rows = [row for view in views(results) for row in view.rows if row.key == "1.1.1"]
        return rows[0].status

    assert verdict(clean()) == "quiet"
    assert verdict(clean(WEAKER)) == "quiet"
    assert verdict(clean(OFF)) == "untested"


def test_machines_read_which_rules_of_a_clause_were_not_applied(tmp_path: Path) -> None:
    path = tmp_path / "frameworks.json"

    FORMATS["frameworks"].write(clean(OFF), path)

    written = json.loads(path.read_bytes())
    assert written["rules_not_applied"] == [
        {"rule": OFF.rule, "by": "configuration", "reason": REASON}
    ]
    clauses = [c for f in written["frameworks"] for c in f["clauses"] if c["id"] == "1.1.1"]
    assert {c["verdict"] for c in clauses} == {"not tested"}
    assert {tuple(c["rules_not_applied"]) for c in clauses} == {(OFF.rule,)}
