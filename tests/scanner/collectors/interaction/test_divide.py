"""A page on a slow line, without scripts, without third parties and on an old phone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast
from unittest.mock import patch

import pytest
from tests.scanner.crawl.site import Answer, Site

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import divide
from civiscope.collectors.interaction.divide import PROBE
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Page
from civiscope.model.adapters import adapter_of
from civiscope.model.divide import SLOW_BYTES_A_SECOND, SLOW_LATENCY_MS, DivideMeasures

pytestmark = pytest.mark.browser
SIZE = 200_000
HEAD = '<!doctype html><html lang="en"><head><title>A</title>'
FORM = '<form action="/send"><input name="q"><button>Go</button></form>'
DEAD = '<form><input name="q"><button type="button">Go</button></form>'
SCRIPT = '<div id="d"></div><script>d.textContent = "made by script ".repeat(20)</script>'
PHONE = '<meta name="viewport" content="width=device-width">'
PAGES = {
    "/heavy": Answer(
        f'{HEAD}{PHONE}<link rel="stylesheet" href="/big.css"></head><body><main>'
        f"<p>Call us: tel 0123 456 789.</p><address>Main Street 1</address>{FORM}{DEAD}{SCRIPT}"
        "</main></body></html>"
    ),
    "/big.css": Answer(b"/*" + b"x" * (SIZE - 4) + b"*/", type="text/css"),
    "/wide": Answer(f"{HEAD}</head><body><main><p>No words for phones.</p></main></body></html>"),
}


@pytest.fixture(scope="module")
def measured() -> Mapping[str, DivideMeasures]:
    with Site(PAGES) as site:
        return asyncio.run(_measure(site))


async def _measure(site: Site) -> dict[str, DivideMeasures]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    found: dict[str, DivideMeasures] = {}
    async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
        for path in ("/heavy", "/wide"):
            seen = await pool.visit(site.url(path))
            answers = await pool.probe(Page(site.url(path), seen.evidence, seen.visit), [PROBE])
            told = cast("Any", answers["divide"])
            found[path] = adapter_of(DivideMeasures).validate_python(told)
        heavy = await pool.visit(site.url("/heavy"))
        page = Page(site.url("/heavy"), heavy.evidence, heavy.visit)
        with patch.object(divide, "_SLOW_TIMEOUT_S", 0.5):
            told = cast("Any", (await pool.probe(page, [PROBE]))["divide"])
            found["late"] = adapter_of(DivideMeasures).validate_python(told)
    return found


def test_slow_line_keeps_rate_and_latency(measured: Mapping[str, DivideMeasures]) -> None:
    heavy = measured["/heavy"]

    # A tenth for rounding. A busy machine may take longer, never less.
    least = SIZE / SLOW_BYTES_A_SECOND + 2 * SLOW_LATENCY_MS / 1000
    assert heavy.ended
    assert heavy.loaded_s is not None
    assert heavy.loaded_s >= 0.9 * least


def test_a_page_that_does_not_end_is_bounded_and_said_so(
    measured: Mapping[str, DivideMeasures],
) -> None:
    assert (measured["late"].ended, measured["late"].loaded_s) == (False, None)
    assert measured["late"].words_without_scripts is not None


def test_without_scripts_what_they_make_is_gone_and_forms_that_need_them_are_dead(
    measured: Mapping[str, DivideMeasures],
) -> None:
    heavy = measured["/heavy"]

    assert heavy.words > 60
    assert heavy.words_without_scripts is not None
    assert heavy.words_without_scripts < 15
    assert (heavy.forms, heavy.forms_without_scripts) == (2, 1)


def test_phone_ways_and_third_parties_are_told(measured: Mapping[str, DivideMeasures]) -> None:
    assert (measured["/heavy"].phone_width, measured["/wide"].phone_width) == (360, 980)
    assert measured["/heavy"].other_ways == ("phone", "post")
    assert measured["/wide"].other_ways == ()
    assert measured["/heavy"].words_without_third_parties is None
