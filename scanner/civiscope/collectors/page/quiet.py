"""Wait until a page stands still: no longer than it takes to know, where nothing is due in it."""

from __future__ import annotations

import json

from civiscope.browser.tab import Tab


async def wait_until_quiet(
    tab: Tab,
    quiet: float | None = None,
    limit: float | None = None,
    *,
    patience: float | None = None,
) -> None:
    """Wait until the document has not changed for *quiet* seconds; *limit* seconds at most.

    Both are the tab's own for a page that has loaded, by default. Where no timer, frame, movement,
    request, worker or open connection is due in that time, two frames show that it is quiet.
    Raises TabLost when the page does not answer for *patience* seconds, PageLeft, CdpError.
    """
    times = tab.deadlines
    quiet, limit = quiet or times.quiet, limit or times.settle
    seconds = patience or limit + times.script
    asked = {"quiet": round(quiet * 1000), "limit": round(limit * 1000)}
    if tab.may_be_calm:
        sooner = json.dumps({**asked, "due": tab.due_event})
        how = await tab.evaluate(f"civiscope.settle({sooner})", timeout=seconds)
        # The document itself does not count the frames in its shadow trees.
        if tab.activity.is_idle and (how != "calm" or not await tab.has_frames()):
            return
    await tab.evaluate(f"civiscope.settle({json.dumps(asked)})", timeout=seconds)
