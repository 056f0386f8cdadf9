"""A page whose own `meta` element sends the browser to nowhere is looked at all the same."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Site, page

from civiscope.collectors.page.visit import VisitResult
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
def seen() -> dict[str, VisitResult]:
    return visit(Site(SITE), "/nowhere", "/on", "/script")


def test_the_document_that_came_is_kept_with_a_word_on_where_it_led(
    seen: dict[str, VisitResult],
) -> None:
    visit, evidence = seen["/nowhere"].visit, seen["/nowhere"].evidence

    assert (visit.state, visit.reason) == ("complete", "left")
    assert "http://127.0.0.1:1/" in visit.detail
    assert isinstance(evidence.dom, Dom)
    assert evidence.dom.title == "Leaves for nowhere"


def test_a_refresh_that_leads_somewhere_is_followed(seen: dict[str, VisitResult]) -> None:
    evidence = seen["/on"].evidence

    assert isinstance(evidence.dom, Dom)
    assert evidence.dom.title == "There"


def test_a_script_that_leaves_for_nowhere_is_not_held_back(seen: dict[str, VisitResult]) -> None:
    visit = seen["/script"].visit

    assert (visit.state, visit.reason) == ("failed", "left")
