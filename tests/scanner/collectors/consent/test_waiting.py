"""How long a notice is waited for: as long as one may still come."""

from __future__ import annotations

import time

import pytest
from tests.scanner.collectors.consent.designs import shell, visits
from tests.scanner.collectors.consent.dialogs import LATE

from civiscope.collectors.consent.making import Pace
from civiscope.model.privacy import PrivacyPass, PrivacyVisit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = '<div style="height:3000px">Long</div>'
AFTER_SCROLLING = "addEventListener('scroll', () => setTimeout(add, 1500), { once: true });"
PACE = Pace(load=0.15, choice=0.1, most=2.0, scroll=55, banner=60)


def _first(pages: dict[str, str]) -> tuple[dict[str, PrivacyPass], float]:
    began = time.monotonic()
    seen = visits(dict.fromkeys(pages, ()), pages, pace=PACE)
    passes: dict[str, PrivacyPass] = {}
    for path, visit in seen.items():
        assert isinstance(visit, PrivacyVisit), visit
        first = visit.of("none")
        assert first is not None
        passes[path] = first
    return passes, time.monotonic() - began


def test_where_nothing_is_due_the_page_is_scrolled_at_once_and_no_more_is_waited_for() -> None:
    passes, seconds = _first(
        {
            "/still": shell(LONG),
            "/timer": shell(LONG, after=LATE.replace("WHEN", "setTimeout(add, 2500);")),
            "/scrolled": shell(LONG, after=LATE.replace("WHEN", AFTER_SCROLLING)),
        }
    )
    assert seconds < PACE.banner
    still = passes["/still"]
    assert still.banner is None
    assert still.search is not None
    assert still.search.scrolled
    assert passes["/timer"].banner is not None
    assert passes["/scrolled"].banner is not None
