"""A piece of HTML in the real browser, with all that collectors bring back from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.examples.server import LOOPBACK, ExampleServer, whole_page
from civiscope.model import Page
from civiscope.rulebook import Rule
from civiscope.rulebook.select import page_scripts


def visit_html(
    html: str,
    *rules: Rule,
    probes: Sequence[str] = (),
    browser: Path | None = None,
) -> Page:
    """Show *html*, a page or a piece of one, in the browser and return what was gathered.

    The in-page scripts of *rules* are run, and the *probes* named, such as `keyboard`. Nothing that
    the page asks for leaves this machine. Raises CiviscopeError when there is no browser; use it
    where no event loop runs.
    """
    return asyncio.run(_visit(html, rules, probes, browser))


async def _visit(
    html: str, rules: Sequence[Rule], probes: Sequence[str], browser: Path | None
) -> Page:
    scripts = page_scripts(rules)
    settings = BrowserSettings(
        executable=find_browser(browser).path, resolve={LOOPBACK: LOOPBACK}, block_hosts=("*",)
    )
    async with (
        ExampleServer() as server,
        open_pool(settings, world=world_script(), allow=_allow, plan=Plan(scripts), tabs=1) as pool,
    ):
        url = server.put("/", whole_page(html))
        seen = await pool.visit(url)
        page = Page(url=url, evidence=seen.evidence, visit=seen.visit)
        if not probes or page.visit.state == "failed":
            return page
        found = await pool.probe(page, [PROBES[name] for name in probes])
        return replace(page, evidence=replace(page.evidence, probes=found))


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""
