"""axe-core works out once what its two rules on contrast ask, and says what it says on its own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from civiscope.browser.find import find_browser
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.examples.server import LOOPBACK, ExampleServer, whole_page
from civiscope.model import AxeResults

SHARING = "forgetContrast = civiscopeContrastOnce();"
GREYS = ("#000000", "#595959", "#5a5a5a", "#767676", "#777777", "#949494", "#959595", "#ffffff")
"""From black to white, with those at the limits of 7, 4.5 and 3 on white."""

TEXTS = "".join(
    f'<p style="color: {grey}; {style}">{text}</p>'
    for grey in GREYS
    for style in ("", "font-size: 24px", "font-weight: bold; font-size: 19px", "opacity: .8")
    for text in ("Town hall", "X", "\N{SNOWMAN}")
)
OTHERS = """
<style>
  .icon::before { content: ""; position: absolute; inset: 0; background: navy }
  .shadow { text-shadow: 0 0 2px black; color: #999 }
  .wide { text-shadow: 1px 1px 9px #eee, -1px 0 4px red; color: #767676 }
  .on { background: linear-gradient(white, #888); color: #555 }
  .over { position: absolute; top: 300px; background: #cccc; color: #666 }
</style>
<p class="icon" style="position: relative; color: #777">Beside an icon</p>
<p class="shadow">In a shadow</p><p class="wide">In a wide shadow</p><p class="on">On a gradient</p>
<div class="over">Over other text</div><p hidden>Hidden</p><p style="color: white">White</p>
<label>Name <input value="Ada" style="color: #767676"></label><input aria-label="Empty">
<label>Size <select style="color: #777"><option>Small</option></select></label>
<label>Off <input disabled value="No"></label>
<button disabled>No</button>
<textarea aria-label="Text" style="color: #777"></textarea>
<p style="color: color(display-p3 .5 .5 .5)">Wide gamut</p>
<p style="color: #7a7a7a; zoom: 2">Big</p>
"""


async def _axe(html: str, world: str) -> AxeResults:
    settings = BrowserSettings(
        executable=find_browser(None).path, resolve={LOOPBACK: LOOPBACK}, block_hosts=("*",)
    )
    async with (
        ExampleServer() as server,
        open_pool(settings, world=world, allow=_allow, plan=Plan(()), tabs=1) as pool,
    ):
        seen = await pool.visit(server.put("/", whole_page(html)))
    found = seen.evidence.axe
    assert isinstance(found, AxeResults)
    return found


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


def _outcomes(axe: AxeResults) -> dict[str, Any]:
    return {
        rule.id: (
            [(node.selector, node.summary) for node in rule.violations],
            [(node.selector, node.summary) for node in rule.incomplete],
            rule.passed,
            rule.failed,
            rule.unsure,
            rule.error,
        )
        for rule in axe.rules
    }


@pytest.mark.browser
@pytest.mark.parametrize("html", [TEXTS, OTHERS], ids=["greys", "others"])
def test_what_axe_says_is_the_same_to_the_word(html: str) -> None:
    shared = world_script()
    assert SHARING in shared

    once = _outcomes(asyncio.run(_axe(html, shared)))
    alone = _outcomes(asyncio.run(_axe(html, shared.replace(SHARING, ""))))

    assert once == alone
    assert {"color-contrast", "color-contrast-enhanced"} <= once.keys()
    assert once["color-contrast-enhanced"][3] > 0 or once["color-contrast"][4] > 0
