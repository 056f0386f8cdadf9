"""A page whose own `meta` element sends the browser to nowhere is looked at all the same."""

from __future__ import annotations

import asyncio

import pytest
from tests.scanner.crawl.site import Site, page

from civiscope.browser.find import find_browser
from civiscope.browser.pool import BrowserSettings, open_pool
from civiscope.browser.world import world_script
from civiscope.collectors.visit import Seen
from civiscope.model import Dom

pytestmark = pytest.mark.browser

NOWHERE = '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:1/">'
SITE = {
    "/nowhere": page("Leaves for nowhere", head=NOWHERE),
    "/on": page("Leaves", head='<meta http-equiv="refresh" content="0; url=/there">'),
    "/there": page("There"),
    "/script": page("Script", body="<script>location = 'http://127.0.0.1:1/'</script>"),
}


@pytest.fixture(scope="module")
def seen() -> dict[str, Seen]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def visits(site: Site) -> dict[str, Seen]:
        settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
            return {
                path: await pool.visit(site.url(path)) for path in ("/nowhere", "/on", "/script")
            }

    with Site(SITE) as site:
        return asyncio.run(visits(site))


def test_the_document_that_came_is_kept_with_a_word_on_where_it_led(seen: dict[str, Seen]) -> None:
    visit, evidence = seen["/nowhere"].visit, seen["/nowhere"].evidence

    assert (visit.state, visit.reason) == ("complete", "left")
    assert "http://127.0.0.1:1/" in visit.detail
    assert isinstance(evidence.dom, Dom)
    assert evidence.dom.title == "Leaves for nowhere"


def test_a_refresh_that_leads_somewhere_is_followed(seen: dict[str, Seen]) -> None:
    evidence = seen["/on"].evidence

    assert isinstance(evidence.dom, Dom)
    assert evidence.dom.title == "There"


def test_a_script_that_leaves_for_nowhere_is_not_held_back(seen: dict[str, Seen]) -> None:
    visit = seen["/script"].visit

    assert (visit.state, visit.reason) == ("failed", "left")
