"""A page that is drawn from data is looked at when the data has come."""

from __future__ import annotations

import asyncio

import pytest
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.browser.pool import BrowserSettings, open_pool
from civiscope.browser.world import world_script
from civiscope.collectors.visit import Seen
from civiscope.model import Dom

pytestmark = pytest.mark.browser

DRAWN = """<main id="main"></main><script>
const draw = (path, then) => fetch(path).then((answer) => answer.text()).then((text) => {
  document.getElementById("main").insertAdjacentHTML("beforeend", `<h2>${text}</h2>`);
  if (then) then();
});
draw("/wards", () => draw("/names"));
</script>"""
SITE = {
    "/drawn": page("Councillors", body=DRAWN),
    "/wards": Answer("Millside", type="text/plain", delay=0.4),
    "/names": Answer("Avery", type="text/plain", delay=0.4),
    "/waits": page("Waits", body="<h2>Here</h2><script>fetch('/never')</script>"),
    "/never": Answer("late", type="text/plain", delay=8),
}


@pytest.fixture(scope="module")
def seen() -> dict[str, Seen]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def visits(site: Site) -> dict[str, Seen]:
        settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
            return {path: await pool.visit(site.url(path)) for path in ("/drawn", "/waits")}

    with Site(SITE) as site:
        return asyncio.run(visits(site))


@pytest.mark.parametrize(
    ("path", "headings"), [("/drawn", ["Millside", "Avery"]), ("/waits", ["Here"])]
)
def test_what_data_of_the_page_s_own_site_adds_is_waited_for_but_not_for_ever(
    seen: dict[str, Seen], path: str, headings: list[str]
) -> None:
    dom = seen[path].evidence.dom

    assert isinstance(dom, Dom)
    assert [heading.text for heading in dom.headings if heading.level == 2] == headings
    assert seen[path].visit.state == "complete"
