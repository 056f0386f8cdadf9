"""Print a document of our own to PDF, tagged and with bookmarks, in the browser that scans."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.find import find_browser
from civiscope.browser.launch import BrowserStartError, launch
from civiscope.errors import InternalError

_PRINT: Json = {
    # A4 with room for holes; text and page numbers are what paper is for, so no backgrounds.
    "paperWidth": 8.27,
    "paperHeight": 11.69,
    "marginTop": 0.7,
    "marginBottom": 0.7,
    "marginLeft": 0.8,
    "marginRight": 0.6,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}
_DEADLINE = 120


def print_pdf(html: str, browser: Path | None = None) -> bytes:
    """Return *html* as PDF, printed without scripts and without a network.

    Raises NoBrowserError when there is no browser, InternalError when it cannot print.
    """
    executable = browser or find_browser().path
    try:
        return asyncio.run(_print(html, executable))
    except (BrowserStartError, CdpError) as error:
        raise InternalError(
            f"The PDF could not be printed ({error}). `civiscope doctor` tells what is wrong with "
            "the browser; the HTML report needs none."
        ) from error


async def _print(html: str, executable: Path) -> bytes:
    async with launch(executable, block_hosts=["*"]) as running:
        root = running.connection.root
        created = await root.send("Target.createTarget", {"url": "about:blank"})
        to = {"targetId": created["targetId"], "flatten": True}
        attached = await root.send("Target.attachToTarget", to)
        page = running.connection.session(attached["sessionId"])
        await page.send("Emulation.setScriptExecutionDisabled", {"value": True})
        tree = await page.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        await page.send("Page.setDocumentContent", {"frameId": frame, "html": html})
        answer = await page.send("Page.printToPDF", _PRINT, timeout=_DEADLINE)
        return base64.b64decode(answer["data"])
