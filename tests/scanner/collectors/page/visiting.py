"""Visit pages of a served site in one tab, as a scan does."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

from tests.scanner.crawl.site import Site

from civiscope.browser.find import find_browser
from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, Pool, open_pool
from civiscope.collectors.tab_count import TabCount


def visit(site: Site, *paths: str) -> dict[str, VisitResult]:
    """Serve *site*, visit *paths* one after the other, and return what was seen at each."""

    async def visits() -> dict[str, VisitResult]:
        async with pool_of(1) as pool:
            return {path: await pool.visit(site.url(path)) for path in paths}

    with site:
        return asyncio.run(visits())


def visit_together(site: Site, *paths: str, tabs: TabCount) -> list[VisitResult]:
    """Serve *site*, visit *paths* at the same time, and return what was seen at each in turn."""

    async def visits() -> list[VisitResult]:
        async with pool_of(tabs) as pool:
            return await asyncio.gather(*(pool.visit(site.url(path)) for path in paths))

    with site:
        return asyncio.run(visits())


def pool_of(tabs: int | TabCount) -> AbstractAsyncContextManager[Pool]:
    """Return a pool that may visit this machine, and nothing else."""

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    return open_pool(settings, world=world_script(), allow=allow, tabs=tabs)
