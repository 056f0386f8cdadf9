"""Visit pages of a served site in one tab, as a scan does."""

from __future__ import annotations

import asyncio

from tests.scanner.crawl.site import Site

from civiscope.browser.find import find_browser
from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool


def visit(site: Site, *paths: str) -> dict[str, VisitResult]:
    """Serve *site*, visit *paths* one after the other, and return what was seen at each."""

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def visits() -> dict[str, VisitResult]:
        settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
            return {path: await pool.visit(site.url(path)) for path in paths}

    with site:
        return asyncio.run(visits())
