"""axe-core says of a page what it says on its own, however much of its work is spared."""

from __future__ import annotations

import asyncio

import pytest
from bench.same_as_axe import differences
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.page.sheets import MAX_SHEETS, SheetMemo
from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import AxeResults

RULE = "css-orientation-lock"
TURNED = "@media (orientation: landscape) { main { transform: rotate(90deg) } }"
PLAIN = Answer("p { color: #333 } h1 { margin: 1em }", type="text/css")
LINK = '<link rel="stylesheet" href="/site.css">'
HIDDEN = """
<div style="display: none"><p>Never shown</p><div hidden><a href="/">Deeper</a></div></div>
<div style="visibility: hidden">
  <p>Not seen <b style="visibility: visible">but for this</b></p>
</div>
<p hidden></p><template><p>No part</p></template><div hidden><img src="data:," alt=""></div>
<details><summary>More</summary><p style="visibility: hidden">Within</p></details>
<svg style="display: none"><title>Icon</title></svg>
<div style="content-visibility: hidden"><p>Skipped</p></div>
<x-a><p hidden>Slotted</p><template shadowrootmode="open">
  <p style="display: none">In a root</p><slot></slot>
  <style>@media (orientation: portrait) { p { rotate: 90deg } }</style>
</template></x-a>
<x-b><p>Not slotted</p><template shadowrootmode="open"><p hidden>Alone</p></template></x-b>
<img src="data:,"><p style="color: #aaa">Pale</p><input><a href="/"></a>
"""
SITE = {
    "/site.css": PLAIN,
    "/lock.css": Answer(TURNED, type="text/css"),
    "/import.css": Answer('@layer a; @import "/lock.css"; p { color: #333 }', type="text/css"),
    "/plain": page("Plain", head=LINK),
    "/hidden": page("Hidden", head=LINK, body=HIDDEN),
    "/none": page("None"),
    "/print": page("Print", head=f'<style media="print">{TURNED}</style>'),
    "/lock": page("Lock", head=f"{LINK}<style>{TURNED}</style>"),
    "/imported": page("Imported", head='<link rel="stylesheet" href="/import.css">'),
    # The sheet is known from the page before; its script adds what the file has not.
    "/added": page(
        "Added", head=LINK, body=f"<script>document.styleSheets[0].insertRule('{TURNED}')</script>"
    ),
}
LOCKED = {
    "/plain": (0, 0),
    # A sheet for print is none that axe looks at, and it does ask how the page is held.
    "/print": (0, 1),
    "/none": (0, 0),
    "/lock": (1, 0),
    "/imported": (1, 0),
    "/added": (1, 0),
    "/hidden": (1, 0),
}
"""How often the rule fails and cannot tell, in the order the pages are visited."""


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


async def _look(site: Site) -> tuple[dict[str, VisitResult], list[str]]:
    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    async with open_pool(settings, world=world_script(), allow=_allow, tabs=1) as pool:
        seen = {path: await pool.visit(site.url(path)) for path in LOCKED}
        different = await differences(pool, site.url("/hidden"))
    return seen, different


@pytest.mark.browser
def test_axe_says_the_same_and_asks_style_sheets_only_where_it_matters() -> None:
    with Site(SITE) as site:
        seen, different = asyncio.run(_look(site))

    assert different == []
    locked = {}
    for path, result in seen.items():
        axe = result.evidence.axe
        assert isinstance(axe, AxeResults)
        rule = axe.rule(RULE)
        assert rule is not None
        locked[path] = (rule.failed, rule.unsure)
        assert rule.passed == (not rule.failed and not rule.unsure)
    assert locked == LOCKED


def test_the_latest_style_sheets_are_remembered() -> None:
    memo = SheetMemo()
    memo.remember([f"{n} 1 https://town.example/{n}.css" for n in range(MAX_SHEETS)])
    memo.remember(["0 1 https://town.example/0.css", "9 9 https://town.example/new.css"])

    assert len(memo.known()) == MAX_SHEETS
    assert memo.known()[0].startswith("1 ")
    assert memo.known()[-1].startswith("9 9")
