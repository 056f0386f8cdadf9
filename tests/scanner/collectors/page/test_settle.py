"""A page that is drawn from data is looked at when the data has come."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
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
def seen() -> dict[str, VisitResult]:
    return visit(Site(SITE), "/drawn", "/waits")


@pytest.mark.parametrize(
    ("path", "headings"), [("/drawn", ["Millside", "Avery"]), ("/waits", ["Here"])]
)
def test_what_data_of_the_page_s_own_site_adds_is_waited_for_but_not_for_ever(
    seen: dict[str, VisitResult], path: str, headings: list[str]
) -> None:
    dom = seen[path].evidence.dom

    assert isinstance(dom, Dom)
    assert [heading.text for heading in dom.headings if heading.level == 2] == headings
    assert seen[path].visit.state == "complete"
