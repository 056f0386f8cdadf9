"""Show small pages to probes, all of them in one browser."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.scanner.crawl.site import Answer, Site

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Page


@dataclass(frozen=True)
class Looked:
    """Pages with what probes saw on them, and the site that served them."""

    pages: Mapping[str, Page]
    site: Site


@contextmanager
def looking(
    pages: Mapping[str, Answer], probes: Mapping[str, Sequence[str]]
) -> Generator[Looked, None, None]:
    """Serve *pages* (by path) and look at some of them with the probes named for each."""
    with Site(pages) as site:
        yield Looked(asyncio.run(_look(site, probes)), site)


def looked(pages: Mapping[str, Answer], probes: Mapping[str, Sequence[str]]) -> Mapping[str, Page]:
    """Return pages as `looking` does, when nobody asks what the server was asked."""
    with looking(pages, probes) as seen:
        return seen.pages


async def _look(site: Site, probes: Mapping[str, Sequence[str]]) -> dict[str, Page]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    async with open_pool(settings, world=world_script(), allow=allow, tabs=2) as pool:

        async def one(path: str) -> Page:
            seen = await pool.visit(site.url(path))
            page = Page(site.url(path), seen.evidence, seen.visit)
            answers = await pool.probe(page, [PROBES[name] for name in probes[path]])
            return replace(page, evidence=replace(page.evidence, probes=answers))

        shown = await asyncio.gather(*map(one, probes))
    return dict(zip(probes, shown, strict=True))
