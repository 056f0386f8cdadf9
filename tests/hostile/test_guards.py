"""Nothing that a probe or a visit for privacy causes reaches the site: counted by the site."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.hostile.ways_out import WaysOut

from civiscope.collectors.interaction import PROBES
from civiscope.config.scan_options import Depth, PrivacyVisits, ScanSettings
from civiscope.scan.scan import scan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("depth", "privacy"),
    [("quick", "templates"), ("standard", "off"), ("deep", "templates")],
)
def test_no_way_out_of_the_page_is_open_while_something_is_pressed(
    depth: Depth, privacy: PrivacyVisits, tmp_path: Path
) -> None:
    settings = ScanSettings(
        depth=depth, privacy=privacy, max_pages=1, missing_page=False, sitemaps=False, tabs=1
    )
    with WaysOut() as site:
        reader = asyncio.run(
            scan(
                [f"http://127.0.0.1:{site.port}/"],
                settings,
                tmp_path / "evidence",
                probes=tuple(PROBES) if depth != "quick" else (),
            )
        )
        (page,) = reader.pages()
        asked = list(site.asked)

    assert page.visit.state == "complete", page.visit
    # The page's own reports are sent when it is loaded, and nobody pressed anything then.
    assert [one for one in site.leaks if one != ("POST", "/out/csp")] == []
    times = asked.count(("GET", "/"))
    assert times > 2
    assert asked.count(("POST", "/out/csp")) <= times
