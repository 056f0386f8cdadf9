"""Shared and service workers of pages that are visited while other tabs watch theirs."""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.scanner.crawl.site import Answer, Site

from civiscope.browser.find import find_browser
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool

HOST = "office.localhost"
SCRIPT = "text/javascript"
PAGE = """<!doctype html><title>Office</title><p>Opening hours</p><script>
new SharedWorker('/shared.js'); navigator.serviceWorker.register('/service.js');</script>"""
ANSWERS = {
    "/": Answer(PAGE),
    "/shared.js": Answer("fetch('/from-shared')", type=SCRIPT),
    "/service.js": Answer("fetch('/from-service')", type=SCRIPT),
}

pytestmark = pytest.mark.browser


def test_workers_of_an_ordinary_visit_run_on_when_a_fresh_tab_has_theirs_wait() -> None:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work(site: Site) -> list[str]:
        pinned = {HOST: f"127.0.0.1:{site.port}"}
        settings = BrowserSettings(find_browser(None).path, pinned, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=2) as pool:
            async with pool.fresh():
                seen = await pool.visit(f"http://{HOST}/")
            assert seen.visit.state == "complete"
            end = time.monotonic() + 10
            while not {"/from-shared", "/from-service"} <= set(site.paths()):
                assert time.monotonic() < end, site.paths()
                await asyncio.sleep(0.05)
            return site.paths()

    with Site(ANSWERS) as site:
        asked = asyncio.run(work(site))

    assert {"/shared.js", "/service.js"} <= set(asked)
