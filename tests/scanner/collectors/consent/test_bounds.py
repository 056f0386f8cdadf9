"""What goes wrong while one page is visited for privacy stays with that page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from civiscope.browser.tab import Tab, Watch
from civiscope.collectors.consent import visit_for_privacy
from civiscope.model import Missing
from civiscope.testing import make_page


class Confused:
    """Lends no tab: what it meets on the page is more than it can read."""

    admits_automation = False
    given_cookies: frozenset[tuple[str, str]] = frozenset()

    @contextlib.asynccontextmanager
    async def fresh(self, *_watchers: Watch) -> AsyncGenerator[Tab]:
        raise RecursionError("words in words in words")
        yield  # pragma: no cover


def test_a_page_that_was_not_understood_is_named_and_ends_no_scan() -> None:
    found = asyncio.run(visit_for_privacy(Confused(), make_page()))

    assert isinstance(found, Missing)
    assert found.reason == "This page was not understood (RecursionError); please report it."
