"""civiscope audits its own dashboard."""

from __future__ import annotations

import pytest

from civiscope.audit.api import audit
from civiscope.config.scan_options import Depth, ScanSettings
from civiscope_watch.store.history import History
from civiscope_watch.web.serving import serving
from civiscope_watch.web.settings import WebSettings

PAGES = (
    "",
    "owners",
    "sites/1",
    "sites/3",
    "sites/1/issues/1",
    "sites/1/compare?from=1&to=4",
    "runs/1",
    "rules",
    "queue",
    "users",
    "sign-in",
)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("depth", "viewport"), [("deep", (1280, 900)), ("quick", (320, 800))])
def test_own_dashboard_has_no_failure(
    depth: Depth, viewport: tuple[int, int], small: History
) -> None:
    settings = ScanSettings(
        depth=depth, sitemaps=False, viewport=viewport, max_pages=len(PAGES), max_depth=0
    )
    with serving(small, WebSettings(port=0)) as address:
        results = audit(*(f"{address}{path}" for path in PAGES), settings=settings)

    pages = [page for page in results.pages if page.kind == "page"]
    assert {(page.state, page.status) for page in pages} == {("complete", 200)}
    assert len(pages) == len(PAGES)
    assert [(issue.rule, issue.message, issue.snippet) for issue in results.failures] == []
