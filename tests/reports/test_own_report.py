"""civiscope audits its own report."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reports.samples import CONTEXT, small_results

from civiscope.api import audit
from civiscope.settings import ScanSettings
from civiscope_reports import html


@pytest.mark.browser
def test_own_report_has_no_failure_and_nothing_left_to_check(tmp_path: Path) -> None:
    html.write(small_results(), tmp_path / "site" / "index.html", CONTEXT)

    results = audit(str(tmp_path / "site"), settings=ScanSettings(depth="deep", sitemaps=False))

    assert [(page.state, page.status) for page in results.pages if page.kind == "page"] == [
        ("complete", 200)
    ]
    assert [(issue.rule, issue.message, issue.snippet) for issue in results.issues] == []
    outcomes = results.pages[0].outcomes
    assert outcomes["accessibility/color-contrast"].outcome == "passed"
