"""Look at what a step does to a page, for the rules that judge it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.script import put_in
from civiscope.collectors.page.state_visit import StateVisitor

STATUS = "journey-status"
"""What the presses of a journey brought, beside what the probe `status` sees."""
MISTAKES = "journey-mistakes"
"""What the page says of what a journey filled in, beside what the probe `mistakes` sees."""


class PageWatcher:
    """Looks at status messages and at what is said of mistakes."""

    def __init__(self) -> None:
        self._presses: list[dict[str, Any]] = []

    async def before(self, visitor: StateVisitor) -> None:
        """Remember the page as it stands."""
        with contextlib.suppress(CdpError, PageLeft):
            await put_in(visitor.tab, "status.js")
            await visitor.tab.evaluate("civiscopeStatus.watch()")

    async def after(self, visitor: StateVisitor) -> Mapping[str, dict[str, Any]]:
        """Return what came of the presses since the last state, by the name of a probe."""
        with contextlib.suppress(CdpError, PageLeft):
            seen = json.loads(await visitor.tab.evaluate("civiscopeStatus.read()", timeout=10))
            if seen is not None and seen["texts"]:
                self._presses.append(seen)
        return {STATUS: {"presses": list(self._presses), "more": 0}} if self._presses else {}

    async def at_state(self, visitor: StateVisitor) -> Mapping[str, dict[str, Any]]:
        """Return what the state says of mistakes, by the name of a probe."""
        self._presses.clear()
        with contextlib.suppress(CdpError, PageLeft):
            await put_in(visitor.tab, "mistakes.js")
            said = json.loads(await visitor.tab.evaluate("civiscopeMistakes.wrongNow()"))
            if said["fields"]:
                return {MISTAKES: said}
        return {}
