"""Pages that ask for the crash of their renderer, and get it through the browser's own protocol.

No input is known to the suite that ends a renderer by itself, and none is wanted.
"""

from __future__ import annotations

import pytest

from civiscope.browser.cdp import Json, Session
from civiscope.browser.worlds import Worlds

CRASH_PLEASE = "civiscope-test: crash"
ASK = f"console.log('{CRASH_PLEASE}')"
"""Script by which a page asks for it."""


def let_pages_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the renderer of each page and frame that asks for it, in scans of this process."""
    watch = Worlds.watch

    def watch_for_requests(worlds: Worlds, session: Session) -> None:
        session.on("Runtime.consoleAPICalled", lambda event: _crash(session, event))
        watch(worlds, session)

    monkeypatch.setattr(Worlds, "watch", watch_for_requests)


def _crash(session: Session, event: Json) -> None:
    if [argument.get("value") for argument in event["args"]] == [CRASH_PLEASE]:
        session.post("Page.crash")
