"""Keep the text of a page that calls itself an accessibility statement."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.model import Dom, Missing
from civiscope.model.statement import StatementText

_HTML = "document.documentElement.outerHTML.slice(0, 4000000)"
_MAX_OUTER_WORDS = 80
"""Words of a page whose statement may stand in a frame of it."""
_MAX_FRAMES = 5


async def with_statement(tab: PageDriver, dom: Dom, body: str | Missing) -> Dom:
    """Return *dom* with the statement that the page shows; *body* is the HTML as sent."""
    # Loaded while the browser works, as all that looks into what a page says.
    from civiscope.detectors.statement import calls_itself_statement, read_html, scripted_dates

    if not calls_itself_statement(dom):
        return dom
    try:
        text = read_html(await tab.evaluate(_HTML), dom.url)
    except CdpError:
        return dom
    if text.words <= _MAX_OUTER_WORDS and dom.frames:
        text = await _with_frames(tab, text)
    if isinstance(body, str):
        text = replace(text, scripted_dates=scripted_dates(text, body))
    return replace(dom, statement=text)


async def _with_frames(tab: PageDriver, text: StatementText) -> StatementText:
    """Return *text* with what frames of the page say."""
    from civiscope.detectors.statement import read_html

    frames = [frame for frame in await tab.frame_urls() if tab.has_world(frame)]
    for frame in frames[:_MAX_FRAMES]:
        with contextlib.suppress(CdpError, PageLeft, TabLost):
            inner = read_html(await tab.evaluate(_HTML, frame=frame), "")
            if inner.words:
                text = replace(text, blocks=text.blocks + inner.blocks, in_frame=True)
    return text
