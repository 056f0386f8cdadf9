"""Tell a frame in which no script runs from one that answers late because the machine is busy."""

from __future__ import annotations

import time
from typing import Any

from civiscope.browser.tab import TabLost
from civiscope.collectors.driver import PageDriver

TIMER = "new Promise((done) => setTimeout(done))"
"""A question that no frame answers in which scripts are forbidden, ours neither."""
_WATCHED_MS = 400
"""How long the page's own timers are looked at: what keeps it busy may pause between its turns."""
_SLOW_S = 0.2
"""A page whose timers come this much late has too little of the processor."""
_TURNS = f"""(async () => {{
  const turn = () => new Promise((go) => setTimeout(go, 50));
  for (let left = {_WATCHED_MS}; left > 0; left -= 50) await turn();
}})()"""
_PATIENCE = 5
"""How much longer a frame is waited for then."""


async def ask_frame(tab: PageDriver, frame: str, question: str, *, seconds: float) -> Any:  # noqa: ANN401 - JSON
    """Return what *frame* answers in *seconds*, or in more where the page around it is slow, too.

    Raises TabLost: `hung` when there is no answer, or what the page itself was lost for.
    """
    try:
        return await tab.evaluate(question, frame=frame, timeout=seconds)
    except TabLost as lost:
        if lost.reason != "hung" or not await _is_slow(tab):
            raise
    return await tab.evaluate(question, frame=frame, timeout=seconds * _PATIENCE)


async def _is_slow(tab: PageDriver) -> bool:
    began = time.monotonic()
    await tab.evaluate(_TURNS, frame=tab.main_frame)
    return time.monotonic() - began > _WATCHED_MS / 1000 + _SLOW_S
