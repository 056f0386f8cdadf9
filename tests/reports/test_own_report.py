"""civiscope audits its own report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.reports.formats.test_html import rich_results
from tests.reports.samples import CONTEXT

from civiscope.atomic_write import write_whole
from civiscope.audit.api import audit
from civiscope.config.scan_options import Depth, ScanSettings
from civiscope_reports.formats import html


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("depth", "viewport"), [("deep", (1280, 900)), ("quick", (320, 800))])
def test_own_report_has_no_failure_and_nothing_left_to_check(
    depth: Depth, viewport: tuple[int, int], tmp_path: Path
) -> None:
    report = html.render(rich_results(), CONTEXT)
    # What is folded away is part of the report, too.
    opened = re.sub("<details(?! open)", "<details open", report)
    write_whole(tmp_path / "site" / "index.html", [opened.encode()])

    settings = ScanSettings(depth=depth, sitemaps=False, viewport=viewport)
    results = audit(str(tmp_path / "site"), settings=settings)

    assert [(page.state, page.status) for page in results.pages if page.kind == "page"] == [
        ("complete", 200)
    ]
    assert [(issue.rule, issue.message, issue.snippet) for issue in results.issues] == []
    outcomes = results.pages[0].outcomes
    assert outcomes["accessibility/color-contrast"].outcome == "passed"
